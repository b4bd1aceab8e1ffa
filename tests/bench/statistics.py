"""Medians with their spread: absolute times move with the machine, and with who else uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Spread:
    """Of repeated measurements: the median and the quartiles around it."""

    median: float
    low: float
    high: float
    count: int

    def document(self) -> dict[str, float]:
        found = {"median": self.median, "low": self.low, "high": self.high}
        return {name: round(value, 4) for name, value in found.items()} | {"count": self.count}


def spread(values: Sequence[float]) -> Spread:
    if len(values) == 1:
        return Spread(values[0], values[0], values[0], 1)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(median(values), low, high, len(values))


def ratio(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Of measurements made in turns: each is divided by its neighbour, under the same load."""
    return spread([one / other for one, other in zip(above, below, strict=True)])
