"""Official numbers of legal texts in whatever shape they are typed: 948/QĐ-UBND, 948 qd ubnd,
quyết định 948. The browser's half is in `overrides/assets/js/search-text.js`."""

from __future__ import annotations

from portal.search_text import terms

# What the types of documents are called in numbers.
CODES = {
    "quyet dinh": "qd", "nghi dinh": "nd", "thong tu": "tt", "chi thi": "ct", "nghi quyet": "nq",
    "ke hoach": "kh", "cong van": "cv", "huong dan": "hd", "thong bao": "tb", "bao cao": "bc",
    "ket luan": "kl", "chuong trinh": "ctr", "luat": "luat", "bo luat": "luat",
    "phap lenh": "pl", "cong uoc": "cu", "thong tu lien tich": "ttlt", "de an": "da",
    "decision": "qd", "decree": "nd", "circular": "tt", "directive": "ct", "resolution": "nq",
    "plan": "kh", "law": "luat", "conclusion": "kl", "notice": "tb", "guideline": "hd",
    "ordinance": "pl", "convention": "cu",
}  # fmt: skip


def number_terms(number: str, kind: str, year: str = "") -> list[str]:
    """What the document with this number is found by: `#948`, and `#948 x` for each other part x of
    its number, its type or its year.

    `kind` is its type in words, in either language; `year` its year of issue.
    """
    parts = terms(number, "vi")
    digits = [part for part in parts if part.isdigit()]
    if not digits:
        return []
    first = digits[0].lstrip("0") or "0"
    rest = [part for part in parts if part != digits[0]]
    if code := CODES.get(" ".join(terms(kind, "vi"))):
        rest.append(code)
    if year:
        rest.append(year)
    return [f"#{first}", *(f"#{first} {part}" for part in dict.fromkeys(rest))]
