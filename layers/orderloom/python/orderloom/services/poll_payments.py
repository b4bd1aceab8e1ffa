"""Asking after payments that orders wait for, whether or not anything was told of them.

A payment's own document is read, so that it helps where a provider lost even its list of
events. Most orders have moved on before they are old enough to be asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from orderloom.domain.money import RefundState
from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.tenant import Tenant
from orderloom.errors import ProviderRefused
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderFilter, OrderRepository
from orderloom.ports.sweep_ledger import SweepLedger

ORDERS_A_RUN = 100
PAST_THE_WINDOW = timedelta(hours=1)
"""Orders are asked about until so long after their payment window: the saga ends them there."""

_UNPAID = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})


@dataclass(frozen=True)
class PollReport:
    """`moved`: ids of the orders that were behind; `after`: how to go on, None at the end."""

    asked: int
    moved: tuple[str, ...]
    refused: tuple[str, ...]
    after: str | None


class PollPayments:
    """Of one tenant. `ask` reads an order's payment and applies what it says."""

    def __init__(
        self,
        *,
        tenant: Tenant,
        orders: OrderRepository,
        ask: Callable[[Order], Order],
        ledger: SweepLedger,
        clock: Clock,
        patience: timedelta,
    ) -> None:
        self._tenant = tenant
        self._orders = orders
        self._ask = ask
        self._ledger = ledger
        self._clock = clock
        self._patience = patience

    def __call__(
        self, provider: str, *, after: str | None = None, dry_run: bool = False
    ) -> PollReport:
        """One page of the tenant's orders, newest first.

        Raises ProviderUnavailable: what was asked before it stays; the page may be repeated.
        """
        now = self._clock.now()
        window = timedelta(seconds=self._tenant.payment_window_seconds)
        page = self._orders.page(
            limit=ORDERS_A_RUN,
            before=after,
            since=now - window - PAST_THE_WINDOW,
            list_shards=self._tenant.order_list_shards,
            only=OrderFilter(until=now - self._patience),
        )
        waiting = [order for order in page.orders if waits(order, provider)]
        moved: list[str] = []
        refused: list[str] = []
        for order in [] if dry_run else waiting:
            try:
                if self._ask(order).version > order.version:
                    moved.append(order.order_id)
                    self._ledger.polled(provider, now)
            except ProviderRefused:
                refused.append(order.order_id)
        return PollReport(len(waiting), tuple(moved), tuple(refused), page.next_before)


def waits(order: Order, provider: str) -> bool:
    """Its payment is open, or a call that moves its money has no known end."""
    payment = order.payment
    # Orders placed before they named their provider were all Stripe's.
    if payment.intent_id is None or (payment.provider or "stripe") != provider:
        return False
    requested = any(row.state is RefundState.REQUESTED for row in payment.refunds)
    open_payment = order.lifecycle is Lifecycle.OPEN and payment.state in _UNPAID
    return open_payment or requested or payment.refunds_told > 0
