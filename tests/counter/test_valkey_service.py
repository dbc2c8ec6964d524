"""The whole service with Valkey as its store, over HTTP."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import quote

from serving import PAGES, new_id, run, serving, write_manifest
from valkey_server import PASSWORD, single


def test_the_service_counts_outlives_its_store_and_never_shows_the_password(
    tmp_path: Path,
) -> None:
    with single(tmp_path / "valkey", "--requirepass", PASSWORD) as server:
        store = f"valkey://:{quote(PASSWORD, safe='')}@127.0.0.1:{server.port}?timeout=0.5"
        home = tmp_path / "service"
        home.mkdir()
        write_manifest(home, PAGES)
        opening = ["--today", "1", "--month", "2", "--year", "3", "--total", "4"]
        words = ["open", *opening, "--visitor-days", "0", "--source", "trang cũ"]
        assert run(home, *words, store=store).returncode == 0
        with serving(home, store=store) as service:
            first = service.hit().json
            assert (first["counted"], first["site"]["total"], first["page"]["total"]) == (
                True,
                5,
                1,
            )
            assert service.hit().json["why"] == "again"
            lost = new_id()
            server.kill()
            begun = time.monotonic()
            answer = service.hit("/tin-tuc/", lost)
            assert answer.status == 503
            assert answer.headers["Retry-After"]
            assert time.monotonic() - begun < 4
            assert service.ask("GET", "/v1/health").status == 503
            server.start()
            end = time.monotonic() + 20
            while (answer := service.hit("/tin-tuc/", lost)).status == 503:
                assert time.monotonic() < end, "it does not recover"
                time.sleep(0.05)
            assert answer.json["site"]["total"] == 6
            assert answer.json["page"]["total"] == 1
            assert service.ask("GET", "/v1/health").status == 200
            assert service.end() == 0
        audit = run(home, "audit", store=store)
        assert audit.returncode == 0, audit.stderr
        snapshot = run(home, "snapshot", "--output", "views.json", store=store)
        assert snapshot.returncode == 0, snapshot.stderr
        assert '"total": 6' in (home / "views.json").read_text(encoding="utf-8")
        shown = "\n".join([*service.lines, audit.stderr, audit.stdout, snapshot.stderr])
        assert "store-failed" in shown
        assert PASSWORD not in shown
        assert quote(PASSWORD, safe="") not in shown
    refused = run(home, "serve", store=store)
    assert refused.returncode not in (0, None)
    assert "Traceback" not in refused.stderr
    assert "Valkey" in refused.stderr
    assert PASSWORD not in refused.stderr
