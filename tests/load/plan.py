"""How much is sent, by whom, for how long. Loopback only, and every stage ends by itself."""

from dataclasses import dataclass

NORMAL_ORDERS_A_MINUTE = 7
"""Ten thousand a day."""


@dataclass(frozen=True)
class Plan:
    """Of one run.

    Attributes:
        calm_seconds: how long only quiet tenants are there, to know their usual delay.
        sale_seconds: how long one tenant sells ten times the normal rate.
        noise_seconds: how long a noisy tenant's webhooks flood the door beside the quiet ones.
        noise_a_second: of those webhooks.
        backlog: messages that wait when the consumer comes back.
        drain_seconds: the longest the system may take to finish after each stage.
    """

    calm_seconds: int
    sale_seconds: int
    noise_seconds: int
    noise_a_second: int
    backlog: int
    drain_seconds: int
    quiet_tenants: int = 3

    @property
    def sale_orders_a_minute(self) -> int:
        return 10 * NORMAL_ORDERS_A_MINUTE


PLANS = {
    "quick": Plan(
        calm_seconds=20,
        sale_seconds=20,
        noise_seconds=20,
        noise_a_second=20,
        backlog=300,
        drain_seconds=120,
    ),
    "full": Plan(
        calm_seconds=60,
        sale_seconds=600,
        noise_seconds=60,
        noise_a_second=40,
        backlog=10_000,
        drain_seconds=1200,
    ),
}
