"""What happened since the last line in the log, in numbers, and whether it is unusual."""

from __future__ import annotations

from collections import Counter

from counter.log import log

EVERY = 60.0  # seconds


class Tally:
    """Counts outcomes; `turn` writes a line a minute.

    More than `anomaly` views a minute, or as many refused or for unknown pages, raise the flag.
    """

    def __init__(self, anomaly: int) -> None:
        self._limit = anomaly
        self._outcomes: Counter[str] = Counter()
        self._batches: list[tuple[int, float]] = []
        self._highest_queue = 0
        self.anomaly = False

    def note(self, outcome: str) -> None:
        """One request ended with `outcome`."""
        self._outcomes[outcome] += 1

    def batch(self, size: int, seconds: float) -> None:
        """A batch of `size` views was stored in `seconds`; called by the writer's thread."""
        self._batches.append((size, seconds))

    def queued(self, waiting: int) -> None:
        """So many views were waiting."""
        if waiting > self._highest_queue:
            self._highest_queue = waiting

    def turn(self, seconds: float) -> None:
        """Write what happened in the last `seconds`, if anything did, and begin anew."""
        outcomes, batches = self._outcomes, self._batches
        self._outcomes, self._batches = Counter(), []
        per_minute = 60.0 / seconds
        unusual = (
            max(outcomes["counted"], outcomes["too-many"] + outcomes["unknown-page"]) * per_minute
            > self._limit
        )
        if unusual != self.anomaly:
            self.anomaly = unusual
            log("anomaly-begins" if unusual else "anomaly-ends", limit_per_minute=self._limit)
        if outcomes:
            times = sorted(time for _, time in batches)
            log(
                "minute",
                **{name.replace("-", "_"): number for name, number in sorted(outcomes.items())},
                queue_highest=self._highest_queue,
                batches=len(batches),
                batch_largest=max((size for size, _ in batches), default=0),
                commit_ms_p99=round(times[int(len(times) * 0.99)] * 1000, 2) if times else 0,
            )
        self._highest_queue = 0
