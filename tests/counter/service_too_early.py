"""The control of the kill test: a service that acknowledges views before they are stored.

A kill test that does not find views lost here is blind. No setting leads to this.
"""

from __future__ import annotations

import sys

from counter import config, service
from counter.serve import serve
from counter.store import Figures, View
from counter.writer import Answer, Seen, Writer


class TooEarly(Writer):
    """Answers at once."""

    def put(self, view: View, answer: Answer) -> None:
        super().put(view, lambda counted, seen: None)
        answer(True, Seen(self._clock.now(), Figures(), {view.page: Figures()}))


if __name__ == "__main__":
    service.Writer = TooEarly  # type: ignore[misc]
    sys.exit(serve(config.from_environment(None)))
