"""After a real log was read no file on disk holds an address or a User-Agent of it.

Text has to be absent. Four packed bytes may be anywhere by chance: among N random bytes an address
is expected N / 2³² times, which for all addresses and files here is less than one. A file that held
addresses would have each of hundreds; so a few hits are chance and more are a leak. That the
search would notice one is shown with a leak.
"""

from __future__ import annotations

import base64
import json
from ipaddress import ip_address
from pathlib import Path

import pytest
import real_log
from importing import Importer

from counter.sqlite_store import SqliteStore

pytestmark = real_log.needs_log
FEW = 6  # hits by chance; about 0.3 are expected


class Secrets:
    """What must not be found."""

    def __init__(self, log: bytes) -> None:
        rows = real_log.rows(log)
        self.addresses = sorted({row.address for row in rows})
        self.agents = sorted({row.agent for row in rows if len(row.agent) > 8})
        self.packed = {ip_address(each).packed for each in self.addresses}
        self.packed |= {each[::-1] for each in self.packed}

    def texts(self) -> list[bytes]:
        """Addresses and agents as text, in hex and in base64."""
        found = [text.encode("latin-1") for text in (*self.addresses, *self.agents)]
        for packed in self.packed:
            found += [packed.hex().encode(), packed.hex().upper().encode()]
            found.append(base64.b64encode(packed).rstrip(b"="))
        return found

    def packed_hits(self, content: bytes) -> int:
        """At how many places of `content` there are four bytes that are one of the addresses."""
        return sum(content[at : at + 4] in self.packed for at in range(len(content) - 3))


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return Secrets(real_log.text())


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_no_address_and_no_agent_is_on_disk(
    secrets: Secrets, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """While the last days are still open, also in the write-ahead log, and in what was said."""
    log = real_log.text()
    pages = real_log.page_paths(log)
    importer = Importer(tmp_path, pages)
    half = len(log) // 2
    elsewhere = tmp_path / "source"
    elsewhere.mkdir()
    (elsewhere / "a.log").write_bytes(log[:half] + b"198.18.0.1 nonsense\n" + log[half:])
    (elsewhere / "pages.json").write_text(json.dumps(pages))
    words = ["--pages", elsewhere / "pages.json", "--output", tmp_path / "views.json"]
    assert importer.command(elsewhere / "a.log", *words) == 0
    for path in elsewhere.iterdir():
        path.unlink()
    held = SqliteStore(importer.database)  # makes the companions of the database
    held.prove(b"canary")
    said = capfd.readouterr()
    found = {**files(tmp_path), "said": (said.out + said.err).encode()}
    held.close()
    assert {"views.db", "views.db-wal", "views.json"} <= set(found)
    assert sum(map(len, found.values())) > 100_000
    for name, content in found.items():
        assert [text for text in secrets.texts() if text in content] == [], name
        assert b"198.18." not in content
        assert b"198.19." not in content
    assert sum(secrets.packed_hits(content) for content in found.values()) < FEW


def test_the_search_notices_a_leak(secrets: Secrets) -> None:
    noise = bytes(range(256)) * 800
    leak = b"".join(noise[:99] + ip_address(each).packed for each in secrets.addresses[:100])
    assert secrets.packed_hits(noise) == 0
    assert secrets.packed_hits(leak) >= 100
    assert any(text in b"x" + secrets.agents[0].encode() for text in secrets.texts())
