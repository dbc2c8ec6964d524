"""Every setting is checked, from a file and from the environment, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.__main__ import main
from counter.config import CHECKS, Settings, load
from counter.log import Mistake
from counter.manifest import Manifest, read_pages

PROJECT = Path(__file__).resolve().parents[2]


def test_the_documented_file_has_every_setting_and_can_be_read() -> None:
    path = PROJECT / "deploy" / "counter.toml"
    text = path.read_text(encoding="utf-8")
    settings = load(path, {})
    assert settings.origins == ("https://example.gov.vn",)
    for name in CHECKS:
        assert f"\n{name} = " in text or f"\n# {name} = " in text, name


def test_the_environment_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_text('queue = 5\norigins = ["https://a.example"]\n', encoding="utf-8")
    environment = {"COUNTER_QUEUE": "7", "COUNTER_LANG": "vi", "PATH": "/bin",
                   "COUNTER_PROXIES": "10.0.0.0/8, unix"}  # fmt: skip
    settings = load(file, environment)
    assert settings.queue == 7
    assert settings.origins == ("https://a.example",)
    assert settings.trust_socket
    assert [str(each) for each in settings.networks] == ["10.0.0.0/8"]
    assert settings.manifest == Settings().manifest
    assert load(None, {}) == Settings()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///var/lib/counter/views.db", "/var/lib/counter/views.db"),
        ("sqlite:////var/lib/counter/views.db", "/var/lib/counter/views.db"),
        ("sqlite:views.db", "{base}/views.db"),
        ("sqlite:folder/views.db", "{base}/folder/views.db"),
    ],
)
def test_where_a_file_is(tmp_path: Path, text: str, path: str) -> None:
    file = tmp_path / "counter.toml"
    file.write_text(f'store = "{text}"\n', encoding="utf-8")
    assert load(file, {}).store == "sqlite:" + path.format(base=tmp_path.resolve())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("store", "postgres://a"), ("store", "sqlite:"), ("store", "sqlite://host/file.db"),
        ("store", "views.db"), ("listen", "127.0.0.1"), ("listen", "127.0.0.1:99999"),
        ("listen", ":80"), ("listen", "unix:"), ("origins", "example.gov.vn"),
        ("origins", "https://example.gov.vn/"), ("origins", "https://Example.gov.vn"),
        ("origins", "*"),
        ("origins", "https://a:b@example.gov.vn"), ("proxies", "10.0.0.1/8"),
        ("proxies", "localhost"),
        ("rate", "0"), ("rate", "nan"), ("rate", "viele"), ("burst", "1.5"), ("queue", "0"),
        ("request_seconds", "1000"), ("connections", "-1"), ("anomaly", "0"), ("manifest", " "),
        ("nonsense", "1"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_in_both_languages(name: str, value: str) -> None:
    with pytest.raises(Mistake) as caught:
        load(None, {f"COUNTER_{name.upper()}": value})
    assert name.lower() in caught.value.vi.lower()
    assert name.lower() in caught.value.en.lower()
    assert caught.value.vi != caught.value.en


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(Mistake) as caught:
        load(None, {"COUNTER_STORE": "redis://user:secret@host"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["a = ", "\xff", "queue = true", "origins = 7", "origins = [7]"])
def test_a_wrong_file_is_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "counter.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(Mistake):
        load(file, {})
    with pytest.raises(Mistake, match="Cannot read"):
        load(tmp_path / "none.toml", {})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "7", '"a"', "[1]", '["a"]', '{"/": 1}', '{"/a?b": "/"}', '{"/a#b": "/"}',
     '{"a": "/"}', '{"/\\u0000": "/"}', '["/' + "a" * 300 + '"]', "[" * 100_000],
)  # fmt: skip
def test_a_broken_manifest_leaves_the_pages(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counter-pages.json"
    path.write_text('{"/en/": "/", "/": "/"}', encoding="utf-8")
    manifest = Manifest(path)
    path.write_text(text, encoding="utf-8")
    manifest.refresh()
    manifest.refresh()
    assert manifest.key("/en/") == "/"
    assert capsys.readouterr().err.count("manifest-broken") == 1
    path.unlink()
    manifest.refresh()
    assert manifest.key("/en/") == "/"
    path.write_text('["/moi/"]', encoding="utf-8")
    manifest.refresh()
    assert (manifest.key("/en/"), manifest.key("/moi/")) == (None, "/moi/")


def test_a_list_is_a_manifest_too() -> None:
    assert read_pages('["/", "/kế-hoạch/"]'.encode()) == {"/": "/", "/kế-hoạch/": "/kế-hoạch/"}


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["serve", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
        told = capsys.readouterr().out
        for name in CHECKS:
            assert f"COUNTER_{name.upper()}: " in told, name


def test_what_the_defaults_make_in_the_project_is_no_part_of_it() -> None:
    ignored = (PROJECT / ".gitignore").read_text("utf-8").splitlines()
    assert f"/{Settings().key_folder}/" in ignored
    assert f"/{Settings().store.removeprefix('sqlite:')}*" in ignored
