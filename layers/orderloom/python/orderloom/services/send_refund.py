"""Sending a refund that is on record: once, however often it is asked for or answers are lost."""

from orderloom.domain.money import OrderRefund, RefundState
from orderloom.domain.order import Order
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentsOf
from orderloom.services.record_money import RecordMoney


class SendRefund:
    """One tenant's refunds."""

    def __init__(self, *, orders: OrderRepository, payments: PaymentsOf, clock: Clock) -> None:
        self._orders = orders
        self._payments = payments
        self._record = RecordMoney(orders=orders, payments=payments, clock=clock)

    def __call__(self, order_id: str, operation: str) -> None:
        """Raises ProviderUnavailable: neither it nor its record could tell; the same key again."""
        order = self._orders.get(order_id)
        if not _waits(order, operation):
            return
        try:
            self._send(order, operation)
        except ProviderUnavailable:
            # It may have been made: the provider's record tells, before anybody asks again.
            if _waits(self._record.ask(order), operation):
                raise

    def _send(self, order: Order, operation: str) -> None:
        amount = _row(order, operation).amount
        provider = self._payments(order.payment.provider)
        try:
            refund = provider.refund(order.payment.intent_id or "", amount, operation)
        except ProviderRefused as exc:
            # Money may have gone back that is unknown here: why it refused is then on record.
            asked = self._record.ask(order)
            if _waits(asked, operation):
                self._record.refused(order.order_id, operation, amount, exc.code)
        else:
            self._record.accepted(order.order_id, operation, amount, refund)


def _waits(order: Order, operation: str) -> bool:
    return _row(order, operation).state is RefundState.REQUESTED


def _row(order: Order, operation: str) -> OrderRefund:
    return next(row for row in order.payment.refunds if row.operation == operation)
