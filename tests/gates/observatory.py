"""S2: the score of MDN's HTTP Observatory, from its own code, for the headers the recipes send."""

from __future__ import annotations

import urllib.request
from http.client import HTTPMessage

from gates import tools
from gates.gate import Outcome
from gates.workers import Bench

LEAST = 130
HOST = "site.example"


def examine(bench: Bench) -> Outcome:
    """The home page and an error page; the redirect to https is the recipe's own."""
    outcome = Outcome()
    request = urllib.request.Request(bench.server.address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request) as answer:
        body, headers = answer.read().decode("utf-8"), once(answer.headers)
    asked = {"host": HOST, "status": 200, "headers": headers, "cors": headers, "body": body}
    graded = tools.node("observatory.mjs", bench.modules, {**asked, "redirect": True})
    outcome.figures["S2"] = {"score": graded["score"], "grade": graded["grade"]}
    for name, test in graded["tests"].items():
        if not test["pass"]:
            outcome.add("S2", "", name, [f"{test['result']} ({test['modifier']})"])
    if graded["score"] < LEAST:
        extra = ", ".join(f"{n} {t['modifier']:+d}" for n, t in graded["tests"].items())
        outcome.add("S2", "", "score", [f"{graded['score']}: {extra}"])
    return outcome


def once(headers: HTTPMessage) -> dict[str, str]:
    return {name: ", ".join(headers.get_all(name, [])) for name in headers}
