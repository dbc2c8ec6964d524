"""What every site must keep, whatever its plan: each check gives a sentence for each breach.

`test_site.py` puts them to the real site, `test_second_plan.py` to other plans, and
`test_site_checks.py` shows that each of them can fail.
"""

from built_site import Site

from site_checks import documents, languages, links, metadata
from site_checks.registry import CHECKS, Check

__all__ = ["CHECKS", "Check", "breaches", "documents", "languages", "links", "metadata"]


def breaches(site: Site) -> list[str]:
    """Every breach of every check."""
    return [f"{check.__name__}: {breach}" for check in CHECKS for breach in check(site)]
