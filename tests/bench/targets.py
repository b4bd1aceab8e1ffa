"""The limits set beforehand, what is aimed at, and why a limit that is missed is missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.causes import CAUSES


@dataclass(frozen=True)
class Measured:
    """The median of one run, and its quartiles where it was measured in rounds."""

    median: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Target:
    """`key` stands at the top of bench.json; `path` leads to what was measured, part first.

    `at_most` or `at_least` is the limit; `aim` what would be better still.
    """

    key: str
    says: str
    path: tuple[str, ...]
    at_most: float | None = None
    at_least: float | None = None
    aim: float | None = None

    def met(self, value: float) -> bool:
        return (self.at_most is None or value <= self.at_most) and (
            self.at_least is None or value >= self.at_least
        )

    @property
    def limit(self) -> str:
        if self.at_most == 0:
            return "0"
        limit = f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"
        return limit if self.aim is None else f"{limit} (aim {self.aim:g})"

    @property
    def cause(self) -> str:
        return CAUSES.get(self.key, "no cause known: look at the load average first")

    def distance(self, value: float) -> str:
        """`met`, or by how much it is missed."""
        limit = self.at_most if self.at_most is not None else self.at_least
        return "met" if self.met(value) else f"missed by {abs(value / (limit or 1) - 1):.0%}"


TARGETS = (
    Target(
        "ack_aws_calls",
        "calls to AWS for an acknowledgement, warm",
        ("acknowledging", "ack_aws_calls"),
        at_most=1,
    ),
    Target(
        "djstripe_cpu_over_ours",
        "processor time of dj-stripe on PostgreSQL for an acknowledgement, over ours",
        ("acknowledging", "cpu_over_ours", "dj-stripe"),
        at_least=25,
    ),
    Target(
        "fastapi_cpu_over_ours",
        "the same of FastAPI + asyncpg, over ours",
        ("acknowledging", "cpu_over_ours", "FastAPI"),
        at_least=3,
    ),
    Target(
        "verify_parse_over_sdk",
        "verifying and parsing a webhook, over Stripe's construct_event",
        ("signature", "verify_parse_over_sdk"),
        at_most=0.03,
    ),
    Target(
        "verdicts_differing",
        "hostile webhooks on which the SDK decides otherwise",
        ("signature", "verdicts", "differing"),
        at_most=0,
    ),
    Target(
        "ack_p50_hanging_over_healthy",
        "acknowledgement's p50 while every provider hangs, over usual",
        ("pressure", "hanging", "ratio"),
        at_most=1.02,
    ),
    Target(
        "ack_p99_rush_over_normal",
        "acknowledgement's p99 at ten times the rate, over usual",
        ("pressure", "rush", "ratio"),
        at_most=1.5,
    ),
    Target(
        "quiet_p99_beside_noise_over_alone",
        "a quiet tenant's p99 beside a neighbour at 100 times its rate, over alone",
        ("pressure", "neighbour", "ratio"),
        at_most=1.2,
    ),
    Target(
        "ttfa_over_noop",
        "cold start of the webhook door to its first answer, over a function that does nothing",
        ("cold", "door", "ttfa_over_noop"),
        at_most=4.2,
        aim=2.6,
    ),
    Target(
        "init_over_ideal_bytecode",
        "its init as packaged, over ideal bytecode",
        ("cold", "door", "init_over_ideal_bytecode"),
        at_most=1.05,
    ),
    Target(
        "slowest_ttfa_over_stub",
        "cold start of the slowest other function, over a stub that imports only what it must",
        ("functions", "slowest"),
        at_most=1.1,
    ),
    Target(
        "saga_transitions",
        "state transitions of a paid and shipped order",
        ("orders", "per_order", "ours", "transitions"),
        at_most=5,
        aim=4,
    ),
    Target(
        "wru_per_order",
        "write units of a paid, shipped and delivered order",
        ("orders", "per_order", "ours", "write_units"),
        at_most=40,
    ),
    Target(
        "usd_per_million_orders",
        "list-price AWS cost of a million such orders, USD",
        ("orders", "usd_per_million_orders", "ours"),
        at_most=180,
        aim=121,
    ),
)


def measured(findings: Mapping[str, Any], target: Target) -> Measured:
    """Of one target; `findings` are the parts by name."""
    found: Any = findings
    for name in target.path:
        found = found[name]
    if isinstance(found, Mapping):
        return Measured(found["median"], found["low"], found["high"])
    return Measured(float(found))


def headline(findings: Mapping[str, Any]) -> dict[str, float]:
    """The value of each target."""
    return {target.key: measured(findings, target).median for target in TARGETS}
