"""What the providers saw of their webhooks: which were acknowledged, and how long that took.

Their own delivery log, as Stripe's dashboard shows it; what became of them is in `records`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from tests.load.records import Sent

_OK = range(200, 300)
_MINUTE = 60


@dataclass(frozen=True)
class Waits:
    """Milliseconds until an acknowledgement: of all, and of the worst minute there was."""

    number: int
    p50: float
    p95: float
    p95_of_worst_minute: float


def told(deliveries: Sequence[dict[str, Any]]) -> Sent:
    """By event: a repeated delivery is the same event."""
    taken = frozenset(each["event_id"] for each in deliveries if each["status"] in _OK)
    return Sent(frozenset(each["event_id"] for each in deliveries), taken)


def waits(deliveries: Sequence[dict[str, Any]]) -> Waits:
    """Of every attempt that was answered, whatever the answer."""
    answered = [each for each in deliveries if each["seconds"] is not None]
    minutes: defaultdict[int, list[float]] = defaultdict(list)
    for each in answered:
        minutes[int(each["at"] // _MINUTE)].append(1000 * each["seconds"])
    every = [wait for minute in minutes.values() for wait in minute]
    worst = max((_quantile(minute, 95) for minute in minutes.values()), default=float("nan"))
    return Waits(len(every), _quantile(every, 50), _quantile(every, 95), worst)


def _quantile(milliseconds: Sequence[float], percent: int) -> float:
    if len(milliseconds) < 2:
        return milliseconds[0] if milliseconds else float("nan")
    return quantiles(milliseconds, n=100, method="inclusive")[percent - 1]
