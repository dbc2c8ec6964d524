"""`portal new`: writes the skeleton of a record where it belongs, and never over anything.

The id is held to the same rules as in the checks, and refused in the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from portal.language import slugify
from portal.load import report_language
from portal.problem import Report, guess, messages
from portal.records import Records, read_records
from portal.skeleton import GLOSSARY, KINDS, Identity, skeleton, wording
from portal.source import Mapping, Scalar, Sequence, parse_yaml
from portal.text_file import read_text
from portal.value import MEASURE_NUMBER, UNFINISHED

# 13/2022/QH15, 21-CT/TW or 948/QĐ-UBND, with the year of issue after it where it has none inside.
NUMBER = re.compile(r"(?=.*/)(?=.*[^\W\d_])\d+[^\W_]*[/-][\w/ .-]*\w")


class Refused(Exception):
    """Nothing is written: `rule` is a rule of the checks or a refusal of our own."""

    def __init__(self, rule: str, key: str = "ID", **values: object) -> None:
        super().__init__(rule)
        self.rule, self.key = rule, key
        self.values = {name: _shown(value) for name, value in values.items()}

    def text(self, lang: str) -> str:
        """The refusal in the form of a problem that the checks report."""
        words = messages()["_words"]
        values = dict(self.values)
        near = values.pop("guess", "")
        sentence = {**messages(), **wording()["refusals"]}[self.rule][lang].format(**values)
        if near:
            sentence += words[f"did_you_mean_{lang}"].format(guess=near)
        return f"{words[f'error_{lang}']}: {self.key}: {sentence} [{self.rule}]"


def _shown(value: object) -> str:
    """`value` on one line, without what a terminal could not print."""
    text = " ".join(str(value).encode("utf-8", "replace").decode().split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def run(root: Path, kind: str, given: str, today: date) -> tuple[int, str]:
    """Write the record `given` of `kind` below `root`; the exit code and what to print."""
    records = read_records(root, Report())
    lang = report_language(records)
    try:
        files = create(root, records, kind, given, today)
    except Refused as refused:
        return 1, refused.text(lang)
    done = wording()[{"term": "done_term", "news": "done_news"}.get(kind, "done")][lang]
    return 0, done.format(files="\n".join(f"  {file}" for file in files), mark=UNFINISHED)


def create(root: Path, records: Records, kind: str, given: str, today: date) -> list[str]:
    """The files written for a new record, or Refused with nothing written."""
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise Refused("unknown-choice", "KIND", got=kind, known=known, guess=guess(kind, KINDS))
    identity = identify(kind, given, today)
    if kind == "measure":
        _check_sequence(int(identity.id), records.known["measures"])
    files = skeleton(kind, identity, today, lists(records))
    if kind == "term":
        files = {GLOSSARY: _glossary_with(root, identity.id, files[GLOSSARY])}
    elif there := next((name for name in files if (root / name).exists()), ""):
        raise Refused("file-exists", got=there)
    for name, text in files.items():
        try:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            # "x" never follows a link and never overwrites; only the glossary is ours to extend.
            mode = "w" if kind == "term" else "x"
            with (root / name).open(mode, encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError:
            raise Refused("not-written", got=name) from None
    return list(files)


def lists(records: Records) -> dict[str, list[str]]:
    """The ids that a skeleton offers to choose from, in the order in which the site shows them."""
    offered = {name: [term.id for term in vocabulary.entries]
               for name, vocabulary in records.vocabularies.items()}  # fmt: skip
    offered["agencies"] = sorted(records.known["agencies"])
    offered["measures"] = sorted(records.known["measures"], key=lambda name: (len(name), name))
    return offered


def identify(kind: str, given: str, today: date) -> Identity:
    """The identity that `given` (an id or an official number) means, or Refused."""
    given = unicodedata.normalize("NFC", given).strip()
    if kind == "legal-text" and NUMBER.fullmatch(given):
        return _numbered(given, today)
    form = KINDS[kind].form
    if not re.fullmatch(form.form, given):
        close = slugify(given)
        near = close if re.fullmatch(form.form, close) else ""
        raise Refused(form.rule, got=given, guess=near)
    if kind == "news" and given == "index":
        raise Refused("index-name")
    return Identity(given)


def _numbered(given: str, today: date) -> Identity:
    """Numbers that start again each year carry the year in the id: 948/QĐ-UBND-2018."""
    number = given.replace(" ", "")
    if number == number.lower():
        number = number.upper().replace("TTG", "TTg")
    number = re.sub(r"\b([NQ])D\b", r"\1Đ", number)
    year = re.search(r"-((?:19|20)\d\d)$", number)
    number = number[: year.start()] if year else number
    if re.search(r"/(?:19|20)\d\d/", number):
        return Identity(slugify(number), number)
    if not year:
        raise Refused("year-missing", got=number, year=today.year)
    return Identity(f"{slugify(number)}-{year[1]}", number)


def _check_sequence(number: int, known: Iterable[str]) -> None:
    numbers = {int(name) for name in known if re.fullmatch(MEASURE_NUMBER.form, name)}
    missing = next(n for n in range(1, number + 1) if n == number or n not in numbers)
    if missing < number:
        raise Refused("measure-gap", missing=missing)


def _glossary_with(root: Path, new: str, entry: str) -> str:
    """The glossary with `entry` at its end and everything before it as it was, or Refused."""
    path, report = root / GLOSSARY, Report()
    if not path.exists():
        return f"# yaml-language-server: $schema=schema/glossary.json\nterms:\n{_indent(entry, 2)}"
    text = read_text(path, GLOSSARY, root, report)
    if text is None:
        raise Refused("list-form", got=GLOSSARY)
    tree = parse_yaml(text, GLOSSARY, report)
    terms = tree.entries[-1].value if tree and tree.entries[-1].key == "terms" else None
    ids = _ids(terms)
    if new in ids:
        raise Refused("repeated-id", got=new, first=ids[new])
    depth = terms.column - 1 if isinstance(terms, Sequence) and terms.items else 2
    head = re.sub(r"^terms:[ \t]*\[[ \t]*\][ \t]*$", "terms:", text, flags=re.MULTILINE)
    whole = f"{head.rstrip()}\n{_indent(entry, depth)}"
    # Seen again as the checks will see it: one more entry, and no other change.
    after = parse_yaml(whole, GLOSSARY, report)
    last = after.entries[-1] if after and not report.problems else None
    if last is None or last.key != "terms" or list(_ids(last.value)) != [*ids, new]:
        raise Refused("list-form", got=GLOSSARY)
    return whole.replace("\n", "\r\n") if b"\r\n" in path.read_bytes() else whole


def _ids(terms: object) -> dict[str, int]:
    """The ids of the entries of a list, each with its line."""
    entries = [entry for item in getattr(terms, "items", ()) if isinstance(item, Mapping)
               for entry in item.entries if entry.key == "id"]  # fmt: skip
    return {entry.value.value: entry.value.line for entry in entries
            if isinstance(entry.value, Scalar)}  # fmt: skip


def _indent(text: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}" for line in text.splitlines(keepends=True))
