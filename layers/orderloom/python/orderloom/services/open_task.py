"""Saga step OpenTask: compensation itself failed, so a person must finish it."""

from orderloom.domain.closing import Failure, open_task
from orderloom.domain.states import AttentionKind
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.services.optimistic import deciding_again


class OpenTask:
    """Puts the order on the list of those that need a person."""

    def __init__(self, *, orders: OrderRepository, clock: Clock) -> None:
        self._orders = orders
        self._clock = clock

    @deciding_again
    def __call__(self, order_id: str, failed_step: str, failure: Failure) -> None:
        """Raises TransientError under contention that does not end."""
        order = self._orders.get(order_id)
        detail = f"{failed_step}: {failure.error}: {failure.detail}"
        if order.attention is not None and order.attention.detail == detail:
            return
        task = open_task(order, AttentionKind.COMPENSATION_FAILED, detail, self._clock.now())
        self._orders.commit(task)
