"""How well text in old encodings is recognised: recall and false alarms over real legal texts.

Reads `../shared/legal-texts` beside the project (not part of it) and the site's own texts, writes
each Vietnamese line of four words or more in five old ways, and counts. Prints a sentence for each
and one JSON line: `.venv/bin/python bench/encodings.py`.
"""

from __future__ import annotations

import json
import sys
import time

from measure import ROOT

sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

from old_letters import OLD_WAYS  # noqa: E402
from portal.legacy_encoding import find_legacy  # noqa: E402
from test_legacy_encoding import SHARED, is_vietnamese, legal_lines  # noqa: E402


def main() -> int:
    if not SHARED.is_dir():
        print(f"No texts at {SHARED}: nothing was measured.")
        return 1
    own = [*ROOT.glob("data/**/*.yml"), *ROOT.glob("docs/**/*.md")]
    lines = legal_lines() + [line for path in own for line in path.read_text("utf-8").split("\n")]
    started = time.process_time()
    alarms = [line for line in lines if find_legacy(line)]
    seconds = time.process_time() - started
    figures: dict[str, float] = {"lines": len(lines), "false_alarms": len(alarms)}
    print(f"False alarms: {len(alarms)} of {len(lines)} lines, in {seconds:.2f} s.")
    vietnamese = [line for line in legal_lines() if is_vietnamese(line)]
    for name, write in OLD_WAYS.items():
        found = [find_legacy(write(line)) for line in vietnamese]
        recall = sum(each is not None for each in found) / len(found)
        named = sum(each is not None and each.name == name for each in found) / len(found)
        print(f"{name}: {recall:.2%} of {len(found)} lines recognised, {named:.2%} by its name.")
        figures[name] = round(recall, 5)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
