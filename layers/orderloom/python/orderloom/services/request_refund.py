"""A merchant asks for a refund: on record first, sent by a reaction to the commit."""

from collections.abc import Callable
from dataclasses import dataclass

from orderloom.domain.holdings import money_currency
from orderloom.domain.money import OrderRefund
from orderloom.domain.operation import Operation, operation_name
from orderloom.domain.order import Order
from orderloom.domain.refund import request_refund
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.view_order import ViewOrder


@dataclass(frozen=True)
class RefundRequest:
    """`amount` in minor units, None: all that is left; equal requests, equal fingerprints."""

    amount: int | None
    currency: str | None
    reason: str | None
    fingerprint: str


@dataclass(frozen=True)
class RequestedRefund:
    """What was asked for, how it stands now, and whether the key had asked for it before."""

    operation: Operation
    refund: OrderRefund
    replayed: bool


class RequestRefund:
    """One tenant's orders; `restore(tenant_id, order_id)` brings one back that was archived.

    Refunds of equal amounts are different refunds: keys tell them apart.
    """

    def __init__(
        self,
        *,
        orders: OrderRepository,
        view: ViewOrder,
        restore: Callable[[str, str], None],
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._view = view
        self._restore = restore
        self._clock = clock

    @while_the_caller_waits
    def __call__(
        self, order_id: str, request: RefundRequest, idempotency_key: str
    ) -> RequestedRefund:
        """The refund, on record.

        Raises:
            NotFound, NothingToRefund, RefundTooLarge, WrongCurrency.
            IdempotencyKeyReused: the key asked for another refund of this order.
            VersionConflict: others keep changing the order.
            TransientError: it is leaving the table at this moment.
        """
        name = operation_name(order_id, "refund", idempotency_key)
        order = self._held(order_id)
        earlier = self._orders.operation(order_id, name)
        if earlier is not None:
            earlier.refuse_other(request.fingerprint)
            return RequestedRefund(earlier, _row(order, name), replayed=True)
        now = self._clock.now()
        requested = request_refund(order, request.amount, request.currency, name, now)
        refund = _row(requested.order, name)
        operation = Operation(
            order_id=order_id,
            operation=name,
            fingerprint=request.fingerprint,
            amount=refund.amount,
            currency=money_currency(order),
            reason=request.reason,
            requested_at=now,
        )
        self._orders.commit(requested, operation=operation)
        return RequestedRefund(operation, refund, replayed=False)

    def _held(self, order_id: str) -> Order:
        """The order, back from the archive if it was there."""
        try:
            return self._orders.get(order_id)
        except NotFound:
            if self._view(order_id).archived:
                self._restore(self._orders.tenant_id, order_id)
            return self._orders.get(order_id)


def _row(order: Order, operation: str) -> OrderRefund:
    return next(row for row in order.payment.refunds if row.operation == operation)
