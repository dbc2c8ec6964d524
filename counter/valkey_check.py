"""What has to be so before a Valkey may keep views: it keeps what it confirms, and it is ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valkey import exceptions as fault

from counter.log import log
from counter.store import Unusable
from counter.valkey_link import Copies, Link
from counter.valkey_url import Address, trouble
from counter.valkey_wire import Command, judged

SCHEMA = "counter-views 1 16"  # whose, version, number of buckets
NEEDED = {"appendonly": ("yes",), "appendfsync": ("always",), "maxmemory-policy": ("noeviction",)}


def check_servers(link: Link) -> None:
    """Raise Unusable if a server of `link` does not write each command to disk, or drops keys.

    One that forbids reading its configuration, as rented ones do, is believed, and logged. One that
    does not answer is left out, unless none does (Unavailable): it was checked when it last did.
    """
    for node in link.nodes():
        try:
            reply = link.ask(node, "CONFIG", "GET", *NEEDED)
        except fault.ResponseError as problem:
            if isinstance(problem, fault.NoPermissionError) or "unknown" in str(problem):
                log("valkey-unchecked", server=_name(node), needed=_wanted())
            else:
                judged(problem)
            continue
        except (fault.ValkeyError, OSError) as problem:
            judged(problem)
            log("valkey-silent", server=_name(node), problem=str(problem))
            continue
        _check(node, _texts(reply))


def prepare(link: Link, tags: Sequence[str], copies: Copies) -> None:
    """Mark all buckets as ours, or see that all of them are; raises Unusable for anything else.

    The first bucket is marked last, so that a mark there and none elsewhere means a loss.
    """
    marks = link.run({tag: [("GET", f"{tag}:schema"), ("EXISTS", *_names(tag))] for tag in tags})
    for tag in tags:
        mark, others = marks[tag]
        text = SCHEMA if mark is None else mark.decode(errors="replace")
        if text != SCHEMA:
            raise Unusable(
                trouble(
                    f"dữ liệu của phiên bản hoặc chương trình khác ({text[:40]!r})",
                    f"data of another version or program ({text[:40]!r})",
                )
            )
        if mark is None and (others or marks[tags[0]][0] is not None):
            raise Unusable(
                trouble(
                    f"mất một phần dữ liệu, hoặc dữ liệu lạ ({tag})",
                    f"a part of the data is lost, or it is foreign ({tag})",
                )
            )
    for some in (tags[1:], tags[:1]):
        new: dict[str, list[Command]] = {
            tag: [("SET", f"{tag}:schema", SCHEMA)] for tag in some if marks[tag][0] is None
        }
        link.run(new, copies)


def _names(tag: str) -> list[str]:
    return [f"{tag}:{name}" for name in ("site", "pages", "latest", "kept", "opening")]


def _check(node: Address, found: Mapping[str, str]) -> None:
    wrong = {
        name: found[name]
        for name, allowed in NEEDED.items()
        if name in found and found[name] not in allowed
    }
    if wrong:
        has = ", ".join(f"{name} {value}" for name, value in wrong.items())
        raise Unusable(
            trouble(
                f"máy chủ {_name(node)} có {has}; cần ghi trong cấu hình của nó: {_wanted()}",
                f"the server {_name(node)} has {has}; its configuration must say: {_wanted()}",
            )
        )


def _wanted() -> str:
    return ", ".join(f"{name} {values[0]}" for name, values in NEEDED.items())


def _name(node: Address) -> str:
    return f"{node[0]}:{node[1]}"


def _texts(reply: Sequence[bytes]) -> dict[str, str]:
    return {
        name.decode(): value.decode() for name, value in zip(reply[::2], reply[1::2], strict=True)
    }
