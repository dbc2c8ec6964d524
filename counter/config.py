"""Settings: from one TOML file and from the environment, each checked before anything starts."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from counter.log import Mistake
from counter.sqlite_store import SqliteStore
from counter.store import Store

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
OTHER_VARIABLES = {"COUNTER_CONFIG", "COUNTER_LANG"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service runs with; `deploy/counter.toml` explains each."""

    store: str = "sqlite:counter.db"
    manifest: Path = Path("counter-pages.json")
    listen: str = "127.0.0.1:8790"
    origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    key_folder: Path = Path("counter-key")
    bots_allowed: tuple[str, ...] = ()
    rate: float = 2.0
    burst: int = 120
    queue: int = 10000
    request_seconds: float = 10.0
    connections: int = 2000
    anomaly: int = 3000
    networks: tuple[Network, ...] = field(default=(), init=False)

    @property
    def trust_socket(self) -> bool:
        """Whether the peer at a Unix socket is a proxy."""
        return "unix" in self.proxies


def load(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of `file`, with those of `environment` before them; raises Mistake.

    Relative paths start from the folder of the file, or from the current one.
    """
    base = Path.cwd() if file is None else file.resolve().parent
    raw: dict[str, Any] = {} if file is None else _read(file)
    known = {entry.name for entry in fields(Settings) if entry.init}
    wrong = sorted(set(raw) - known)
    for name, value in environment.items():
        if name.startswith("COUNTER_") and name not in OTHER_VARIABLES:
            key = name.removeprefix("COUNTER_").lower()
            if key in known:
                raw[key] = value
            else:
                wrong.append(name)
    if wrong:
        names = ", ".join(wrong)
        raise Mistake(
            f"Không có thiết lập nào tên: {names}. Có: {', '.join(sorted(known))}.",
            f"There is no setting called: {names}. There are: {', '.join(sorted(known))}.",
        )
    checked: dict[str, Any] = {key: _checked(key, raw[key], base) for key in raw}
    settings = Settings(**checked)
    networks = tuple(ipaddress.ip_network(text) for text in settings.proxies if text != "unix")
    object.__setattr__(settings, "networks", networks)
    return settings


def open_store(settings: Settings) -> Store:
    """The store that `settings` name; raises Unusable."""
    path = sqlite_path(settings.store)
    if path is not None:
        return SqliteStore(path)
    from counter.valkey_store import ValkeyStore

    return ValkeyStore(settings.store)


def sqlite_path(store: str) -> Path | None:
    """The file of a store in SQLite; None for another kind."""
    if not store.startswith("sqlite:"):
        return None
    return Path(store.removeprefix("sqlite:"))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Mistake(
            f"Không đọc được {file}: {problem.strerror}.",
            f"Cannot read {file}: {problem.strerror}.",
        ) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Mistake(
            f"{file} không phải TOML đúng: {problem}.", f"{file} is not sound TOML: {problem}."
        ) from problem


def _checked(key: str, value: object, base: Path) -> object:
    check, vi, en = CHECKS[key]
    try:
        return check(value, base)
    except (ValueError, TypeError) as problem:
        shown = str(value)
        if key == "store":  # it may hold a password
            shown = shown.partition(":")[0] + ":…"
        raise Mistake(
            f"Thiết lập {key} sai: {shown!r}. Cần: {vi}.",
            f"The setting {key} is wrong: {shown!r}. Expected: {en}.",
        ) from problem


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _number(low: float, high: float, whole: bool) -> Callable[[object, Path], object]:
    def check(value: object, base: Path) -> object:
        if isinstance(value, bool):
            raise TypeError
        number = int(str(value)) if whole else float(str(value))
        if not low <= number <= high:
            raise ValueError
        return number

    return check


def _list(check: Callable[[str], str]) -> Callable[[object, Path], object]:
    def check_all(value: object, base: Path) -> object:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list):
            raise TypeError
        return tuple(check(_text(part)) for part in parts if not isinstance(part, str) or part)

    return check_all


def _path(value: object, base: Path) -> Path:
    return base / _text(value)


def _store(value: object, base: Path) -> str:
    text = _text(value)
    if re.match(r"valkeys?://.", text):
        return text
    if not text.startswith("sqlite:"):
        raise ValueError
    rest = text.removeprefix("sqlite:")
    if rest.startswith("//"):  # sqlite:///var/lib/… as in other programs
        rest = re.sub(r"^/+(?=[A-Za-z]:)|^/+(?=/)", "", rest.removeprefix("//"))
        if not Path(rest).is_absolute():
            raise ValueError
    if not rest or rest.endswith("/"):
        raise ValueError
    return f"sqlite:{base / rest}"


def _listen(value: object, base: Path) -> str:
    text = _text(value)
    if text.startswith("unix:"):
        return f"unix:{base / _text(text.removeprefix('unix:'))}"
    address(text)
    return text


def address(listen: str) -> tuple[str, int]:
    """The host and the port of `listen`; raises ValueError."""
    host, colon, port = listen.rpartition(":")
    if not (host and colon) or not 0 <= int(port) <= 65535:
        raise ValueError(listen)
    return host.strip("[]"), int(port)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    sound = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    if not sound or text != f"{parts.scheme}://{parts.netloc}" or text != text.lower():
        raise ValueError
    return text


def _proxy(text: str) -> str:
    return text if text == "unix" else str(ipaddress.ip_network(text))


Check = Callable[[object, Path], object]
CHECKS: dict[str, tuple[Check, str, str]] = {
    "store": (
        _store,
        "sqlite:///thư/mục/tệp.db, valkey://máy:cổng hoặc valkeys://máy:cổng",
        "sqlite:///folder/file.db, valkey://host:port or valkeys://host:port",
    ),
    "manifest": (_path, "đường dẫn tệp counter-pages.json", "the path of counter-pages.json"),
    "listen": (_listen, "máy:cổng hoặc unix:/đường/dẫn", "host:port or unix:/path"),
    "origins": (
        _list(_origin),
        'danh sách như ["https://example.gov.vn"], chữ thường, không có dấu / ở cuối',
        'a list like ["https://example.gov.vn"], in lower case, without a final /',
    ),
    "proxies": (
        _list(_proxy),
        'danh sách địa chỉ hoặc mạng như ["127.0.0.1", "10.0.0.0/8"], hoặc "unix"',
        'a list of addresses or networks like ["127.0.0.1", "10.0.0.0/8"], or "unix"',
    ),
    "key_folder": (_path, "đường dẫn thư mục", "the path of a folder"),
    "bots_allowed": (_list(str), "danh sách chữ", "a list of texts"),
    "rate": (_number(0.01, 1e6, whole=False), "số từ 0.01 đến 1000000", "0.01 to 1000000"),
    "burst": (_number(1, 1e6, whole=True), "số nguyên từ 1 đến 1000000", "1 to 1000000"),
    "queue": (_number(1, 1e6, whole=True), "số nguyên từ 1 đến 1000000", "1 to 1000000"),
    "request_seconds": (
        _number(0.1, 60, whole=False),
        "số giây từ 0.1 đến 60",
        "0.1 to 60 seconds",
    ),
    "connections": (_number(1, 1e5, whole=True), "số nguyên từ 1 đến 100000", "1 to 100000"),
    "anomaly": (_number(1, 1e9, whole=True), "số nguyên từ 1", "a whole number from 1 on"),
}


def from_environment(file: str | None) -> Settings:
    """The settings of this process; `file` or COUNTER_CONFIG names the TOML file."""
    name = file or os.environ.get("COUNTER_CONFIG")
    return load(Path(name) if name else None, os.environ)
