"""What a load run must hold; the sale's are those of ten times the daily rate."""

from collections.abc import Mapping
from typing import Any

from tests.bench.targets import Target, measured

LIMITS = (
    Target("lost", "acknowledged and nowhere to be found", ("verdicts", "lost"), at_most=0),
    Target(
        "sale_ack_p95_ms",
        "a webhook's acknowledgement in a sale of ten times the rate, p95 in ms",
        ("sale", "p95"),
        at_most=250,
    ),
    Target(
        "sale_ack_p95_worst_minute_ms",
        "the same in its worst minute",
        ("sale", "p95_of_worst_minute"),
        at_most=250,
    ),
    Target(
        "sale_drained_seconds",
        "seconds from the sale's end until all its orders have ended",
        ("sale", "drained_seconds"),
        at_most=120,
    ),
    Target(
        "carrier_calls_busiest_minute",
        "calls to the carrier's account in the sale's busiest minute, by its books",
        ("sale", "carrier", "busiest_minute"),
        at_most=200,
    ),
    Target(
        "quiet_delay_beside_noise",
        "quiet tenants' delay beside a noisy one, over their usual",
        ("noise", "times"),
        at_most=2,
    ),
)


def values(document: Mapping[str, Any]) -> dict[str, float]:
    return {limit.key: measured(document, limit).median for limit in LIMITS}
