"""What the file must hold, and the limits set for it beforehand."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Target:
    """`key` stands at the top of bench.json; `at_most` and `at_least` are its limits."""

    key: str
    says: str
    at_most: float | None = None
    at_least: float | None = None

    def met(self, value: float) -> bool:
        return (self.at_most is None or value <= self.at_most) and (
            self.at_least is None or value >= self.at_least
        )

    @property
    def limit(self) -> str:
        return f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"


TARGETS = (
    Target("ack_aws_calls", "calls to AWS for an acknowledgement, warm", at_most=1),
    Target("saga_transitions", "state transitions of a paid and shipped order", at_most=5),
    Target("wru_per_order", "write units of a paid, shipped and delivered order", at_most=40),
    Target("usd_per_million_orders", "USD for a million orders, list prices", at_most=180),
    Target("ttfa_over_noop", "cold start to first answer, over a no-op function", at_most=4.2),
    Target("init_over_ideal_bytecode", "init as packaged, over ideal bytecode", at_most=1.05),
    Target("djstripe_cpu_over_ours", "dj-stripe's processor time over ours", at_least=25),
    Target("fastapi_cpu_over_ours", "FastAPI's processor time over ours", at_least=3),
)


def headline(findings: dict[str, Any]) -> dict[str, float]:
    """The value of each target; `findings` are the three measurements by name."""
    acknowledging, cold = findings["acknowledging"], findings["cold"]["door"]
    orders = findings["orders"]
    return {
        "ack_aws_calls": acknowledging["ack_aws_calls"],
        "saga_transitions": orders["per_order"]["ours"]["transitions"],
        "wru_per_order": orders["per_order"]["ours"]["write_units"],
        "usd_per_million_orders": orders["usd_per_million_orders"]["ours"],
        "ttfa_over_noop": cold["ttfa_over_noop"]["median"],
        "init_over_ideal_bytecode": cold["init_over_ideal_bytecode"]["median"],
        "djstripe_cpu_over_ours": acknowledging["cpu_over_ours"]["dj-stripe"]["median"],
        "fastapi_cpu_over_ours": acknowledging["cpu_over_ours"]["FastAPI"]["median"],
    }
