"""Sending a capture that is on record: once, however often it is asked for or answers are lost."""

from orderloom.domain.holdings import pending_capture
from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentsOf
from orderloom.services.record_money import RecordMoney

_GIVEN_UP = "order_given_up"


class SendCapture:
    """One tenant's captures."""

    def __init__(self, *, orders: OrderRepository, payments: PaymentsOf, clock: Clock) -> None:
        self._orders = orders
        self._payments = payments
        self._record = RecordMoney(orders=orders, payments=payments, clock=clock)

    def __call__(self, order_id: str, operation: str) -> None:
        """Raises ProviderUnavailable: neither it nor its record could tell; the same key again."""
        order = self._orders.get(order_id)
        if not _waits(order, operation):
            return
        if order.lifecycle is not Lifecycle.OPEN:
            # It may have been sent before the order was given up: money that came goes back.
            if _waits(self._record.ask(order), operation):
                self._record.not_captured(order_id, operation, _GIVEN_UP)
            return
        try:
            self._send(order, operation)
        except ProviderUnavailable:
            # It may have been taken: the provider's record tells, before anybody asks again.
            if _waits(self._record.ask(order), operation):
                raise

    def _send(self, order: Order, operation: str) -> None:
        request = pending_capture(order)
        amount = request.amount if request else 0
        provider = self._payments(order.payment.provider)
        try:
            intent = provider.capture(order.payment.intent_id or "", amount, operation)
        except ProviderRefused as exc:
            # Why it refused may be on record: lapsed, or captured by somebody at the provider.
            if _waits(self._record.ask(order), operation):
                self._record.not_captured(order.order_id, operation, exc.code)
        else:
            self._record.captured(order.order_id, intent, provider.name)


def _waits(order: Order, operation: str) -> bool:
    request = pending_capture(order)
    return request is not None and request.operation == operation and not order.payment.captured
