"""How much one network may ask, in bounded memory, and when the whole site looks unusual."""

from __future__ import annotations

from collections import OrderedDict

MOST_NETWORKS = 50_000  # remembered at a time, about 10 MB


class Buckets:
    """A token bucket for each network: `burst` at once, then `rate` a second.

    The networks that asked longest ago are forgotten beyond `most`.
    """

    def __init__(self, rate: float, burst: int, most: int = MOST_NETWORKS) -> None:
        self._rate, self._burst, self._most = rate, float(burst), most
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, network: bytes, at: float) -> float:
        """0 if `network` may ask at `at`, which takes one token; else the seconds until it may."""
        tokens, then = self._buckets.get(network, (self._burst, at))
        tokens = min(self._burst, tokens + max(0.0, at - then) * self._rate)
        if tokens < 1.0:
            return (1.0 - tokens) / self._rate
        self._buckets[network] = (tokens - 1.0, at)
        self._buckets.move_to_end(network)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0.0

    def __len__(self) -> int:
        return len(self._buckets)
