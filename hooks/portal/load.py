"""One call from a project folder to a checked register; commands and hooks share it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from portal.address import Book
from portal.check import check
from portal.configuration import is_project, read_configuration
from portal.finding import Scene
from portal.problem import Report
from portal.records import Records, read_records
from portal.register import Register
from portal.value_date import VIET_NAM
from portal.worker import Worker

TEMPLATES = Path(__file__).with_name("templates")


def day_in_viet_nam(moment: float) -> date:
    """The day in Viet Nam at `moment`, seconds since 1970, wherever the computer stands."""
    return datetime.fromtimestamp(moment, VIET_NAM).date()


def load(root: Path, today: date) -> tuple[Records, Report]:
    """Read and check everything below `root`; mkdocs.yml as well where the hooks are beside it.

    The report holds every problem found.
    """
    report = Report()
    settled = not is_project(root) or read_configuration(root, report)
    records = read_records(root, report)
    if settled:  # what a page turns into depends on mkdocs.yml
        with Worker() as worker:
            check(Scene(records, today, root, (TEMPLATES, root / "overrides"), worker), report)
    return records, report


def report_language(records: Records) -> str:
    """The language of messages that `data/site.yml` asks for; Vietnamese where it cannot say."""
    site = records.singles.get("site.yml")
    return site.report_language if site else "vi"


def assemble(records: Records, today: date = date.min) -> tuple[Register, Book]:
    """The register, as of `today`, and the address book of records whose report has no error."""
    return Register(records, today), Book(records)
