"""Slips and damage of every kind, drawn by a seed: what editors, programs and networks do to files.

`mutant` changes one to three things in a project, says what it did, and puts everything back.
"""

from __future__ import annotations

import random
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from old_letters import OLD_WAYS

NASTY = [
    "\t", "\u00a0", "\u200b", "\u202e", "\u00ad", "\ufeff", "\0", "\x1b", "\x85", "\u2028", "“",
    "”", "'", '"', ":", ": ", "#", " #", "- ", "{", "}", "[", "]", "&a ", "*a", "!",
    "!!python/name:os.system ", "|", ">", "%", "@", "`", "\\", "---\n", "...\n", "?", ",", "е",
    "Ð", "é̂", "\U0001d400", "<<: ", "\r", "{{", "}}", "{%", "{#", "<script>", "](", "![",
    "&#x202e;", "~~~\n", "```\n", "\ud83d\ude00", "\ufffd",
]  # fmt: skip
VALUES = [
    "", "~", "null", "true", "yes", "no", "0", "-1", "010", "12:30", "1e400", "9" * 400,
    "2026-13-45", "[]", "{}", "[a, [b, {c: d}]]", "{vi: x}", "- x", "''", '""', '"\\ud800"',
    '"\\u202e"', '"\\x00"', "x" * 7_000, "!!binary aGk=", "&a x", "*a", "|", ">-",
    "../../etc/passwd", "https://[", "javascript:alert(1)", "2026-02-30", "9999-12-31",
    "0000-00-00", "Đ" * 300, "a: b: c", "NaN", ".inf", "<b>x</b>", "{{ 7*7 }}",
]  # fmt: skip
LINES = [
    "tieu_de: x", "khong_co: 1", "  khong_co: 1", "- x", "# Tiêu đề", "=====", "---", "...",
    "\ttab: x", "? x", "[a](b.md)", "[a] (b.md)", "![](x.png)", "<div>", "<!-- x", "```", "::: x",
    "[^1]: x", "[^1]", "{: #a .b }", "| a | b |", "<<<<<<< HEAD", "=======", ">>>>>>> x",
    "%YAML 1.1", "--8<-- \"x\"", "&a [x]", "{% raw %}", "    code", "Term\n:   def",
    "[x]: http://[", "ĐIỀN", "title: x", "id: x", "sources: [x]", "vi: x", "en: x",
]  # fmt: skip
Change = Callable[[random.Random, str], str]


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True) or [""]


def _at(draw: random.Random, items: list[str]) -> int:
    return draw.randrange(len(items))


def delete_lines(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    del lines[at : at + draw.choice([1, 1, 1, 2, 5])]
    return "".join(lines)


def double_lines(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at, to = _at(draw, lines), _at(draw, lines)
    block = lines[at : at + draw.choice([1, 1, 3])]
    lines[to:to] = block
    return "".join(lines)


def swap_lines(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at, to = _at(draw, lines), _at(draw, lines)
    lines[at], lines[to] = lines[to], lines[at]
    return "".join(lines)


def indent(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    for number in range(at, min(at + draw.choice([1, 1, 2, 4]), len(lines))):
        step = draw.choice([-4, -2, -1, 1, 2, 3, 4])
        line = lines[number]
        lines[number] = " " * step + line if step > 0 else line[min(-step, _lead(line)) :]
    return "".join(lines)


def _lead(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def tab(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    lines[at] = lines[at].replace("  ", "\t", 1) if "  " in lines[at] else "\t" + lines[at]
    return "".join(lines)


def drop_letters(draw: random.Random, text: str) -> str:
    at = draw.randrange(max(len(text), 1))
    return text[:at] + text[at + draw.choice([1, 1, 1, 2, 10]) :]


def insert_letters(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(NASTY) + text[at:]


def drop_mark(draw: random.Random, text: str) -> str:
    places = [at for at, char in enumerate(text) if char in ":-\"'[]{}#,|>"]
    at = draw.choice(places) if places else 0
    return text[:at] + text[at + 1 :]


def truncate(draw: random.Random, text: str) -> str:
    return text[: draw.randrange(len(text) + 1)]


def change_value(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    places = [at for at, line in enumerate(lines) if ":" in line]
    if not places:
        return text
    at = draw.choice(places)
    head = lines[at].partition(":")[0]
    lines[at] = f"{head}: {draw.choice(VALUES)}\n"
    return "".join(lines)


def change_json_value(draw: random.Random, text: str) -> str:
    return text.replace(draw.choice(["1", "2", "5", "0", '"']), draw.choice(VALUES), 1)


def change_key(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    places = [at for at, line in enumerate(lines) if ":" in line]
    if not places:
        return text
    at = draw.choice(places)
    head, _, tail = lines[at].partition(":")
    name = head.strip(" -") or "x"
    new = draw.choice(
        [name[::-1], name.upper(), name + "s", name[1:], "Tiêu đề", "x y", "1", '"a"', ""]
    )
    lines[at] = f"{head.replace(name, new, 1)}:{tail}"
    return "".join(lines)


def insert_line(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    lines.insert(_at(draw, lines), draw.choice(LINES) + "\n")
    return "".join(lines)


def quote(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    head, colon, tail = lines[at].partition(": ")
    mark = draw.choice(["'", '"', "“", "«"])
    ends = draw.choice([mark, "", "”", "x" + mark])
    lines[at] = f"{head}{colon}{mark}{tail.rstrip()}{ends}\n"
    return "".join(lines)


def huge(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    piece = draw.choice(
        ["x", "[", "{a: ", "- ", "*", "_", "`", "(", "> ", "<", "](", "| ", "\n", "# ", "ế"]
    )
    return (
        text[:at]
        + piece * draw.choice([3_000, 60_000, 1_100_000 // len(piece.encode())])
        + text[at:]
    )


def twice(draw: random.Random, text: str) -> str:
    return text + draw.choice(["", "---\n", "\n"]) + text


def empty(draw: random.Random, text: str) -> str:
    return draw.choice(["", "\n", " ", "---\n", "---\n---\n", "# x\n", "{}", "[]", "null\n", "x"])


def decomposed(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    lines[at:] = [unicodedata.normalize("NFD", line) for line in lines[at:]]
    return "".join(lines)


def line_ends(draw: random.Random, text: str) -> str:
    return text.replace("\n", draw.choice(["\r\n", "\r", "\n\n", "\n\r", "\u2028"]))


def old_letters(draw: random.Random, text: str) -> str:
    lines = lines_of(text)
    at = _at(draw, lines)
    write = draw.choice(list(OLD_WAYS.values()))
    for number in range(at, min(at + draw.choice([1, 3, 1000]), len(lines))):
        lines[number] = write(lines[number])
    return "".join(lines)


CHANGES: list[Change] = [
    delete_lines, delete_lines, double_lines, swap_lines, indent, indent, tab, drop_letters,
    drop_letters, insert_letters, insert_letters, drop_mark, truncate, change_value, change_value,
    change_key, insert_line, quote, huge, twice, empty, decomposed, line_ends, old_letters,
    change_json_value,
]  # fmt: skip


def as_bytes(draw: random.Random, raw: bytes) -> bytes:
    """Damage below the level of text."""
    at = draw.randrange(len(raw) + 1)
    kind = draw.randrange(9)
    if kind == 0:
        return raw[:at] + draw.randbytes(draw.choice([1, 4, 50])) + raw[at:]
    if kind == 1:
        return draw.randbytes(draw.choice([1, 100, 5_000]))
    if kind == 2:
        return b"\xef\xbb\xbf" + raw
    if kind == 3:
        return raw[:at] + b"\xef\xbb\xbf" + raw[at:]
    if kind == 4:
        return raw.decode("utf-8", "replace").encode(draw.choice(["utf-16", "utf-16-le", "utf-32"]))
    if kind == 5:
        return raw.decode("utf-8", "replace").encode("latin-1", "replace")
    if kind == 6:
        write = draw.choice([OLD_WAYS[name] for name in OLD_WAYS if name != "UTF-8 Literal"])
        return write(raw.decode("utf-8", "replace")).encode("latin-1", "replace")
    if kind == 7:
        return raw[:at] + b"\0" * draw.choice([1, 3, 1_000]) + raw[at:]
    return bytes(byte ^ (1 << draw.randrange(8)) if draw.random() < 0.01 else byte for byte in raw)


def move(draw: random.Random, root: Path, path: Path) -> str:
    """What happens to files as wholes."""
    kind = draw.choice(["delete", "rename", "copy", "exchange", "folder", "link", "stray"])
    names = [
        "X.yml", "x.yaml", "a b.yml", "en.yml", "đ.yml", "x.vi.md", "x.md", "x", "index.md",
        "X" * 200 + ".yml", ".x.yml", "x.txt", "x.docx", "~$x.yml", "e\u0301.md", "con.yml",
    ]  # fmt: skip
    other = path.with_name(draw.choice(names))
    if kind == "delete":
        path.unlink()
    elif kind == "rename" and not other.exists():
        path.rename(other)
    elif kind == "copy" and not other.exists():
        shutil.copy(path, other)
    elif kind == "exchange":
        second = draw.choice(files_of(root))
        here, there = path.read_bytes(), second.read_bytes()
        path.write_bytes(there)
        second.write_bytes(here)
        return f"exchange with {second.relative_to(root)}"
    elif kind == "folder":
        path.unlink()
        path.mkdir()
    elif kind == "link":
        path.unlink()
        path.symlink_to(draw.choice(["/etc/passwd", path.name, "../..", "khong-co"]))
    elif kind == "stray" and not other.exists():
        other.write_bytes(draw.randbytes(40))
    return f"{kind} {other.name}"


def files_of(root: Path) -> list[Path]:
    """What people edit, in a fixed order."""
    found = [path for path in [root / "mkdocs.yml"] if path.is_file()]
    for top in ("data", "docs"):
        found += sorted(path for path in (root / top).rglob("*") if path.is_file())
    return found


def mutate(root: Path, seed: int) -> list[str]:
    """Change the project at `root` as `seed` draws it; what was done, for the one who reads it."""
    draw = random.Random(seed)
    done = []
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        files = [path for path in files_of(root) if not path.is_symlink()]
        # mkdocs.yml, views.json and the single files as often as a folder of records.
        path = draw.choice(
            [*files, *(path for path in files if path.parent in (root, root / "data"))]
        )
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        level = draw.random()
        if level < 0.08:
            done.append(f"{name}: {move(draw, root, path)}")
        elif level < 0.18:
            path.write_bytes(as_bytes(draw, raw))
            done.append(f"{name}: bytes")
        else:
            change = draw.choice(CHANGES)
            text = change(draw, raw.decode("utf-8", "surrogateescape"))
            path.write_bytes(
                text.encode("utf-8", "surrogatepass" if "\ud83d" in text else "surrogateescape")
            )
            done.append(f"{name}: {change.__name__}")
    return done


@contextmanager
def mutant(root: Path, sound: Path, seed: int) -> Iterator[list[str]]:
    """The project at `root`, a copy of `sound`, changed while inside and put back afterwards."""
    kept = set(root.iterdir())
    try:
        yield mutate(root, seed)
    finally:
        for top in ("data", "docs"):
            shutil.rmtree(root / top)
            shutil.copytree(sound / top, root / top)
        if (root / "mkdocs.yml").is_dir() and not (root / "mkdocs.yml").is_symlink():
            (root / "mkdocs.yml").rmdir()
        for extra in set(root.iterdir()) - kept:
            if extra.is_symlink() or extra.is_file():
                extra.unlink()
        (root / "mkdocs.yml").unlink(missing_ok=True)
        shutil.copy(sound / "mkdocs.yml", root / "mkdocs.yml")
