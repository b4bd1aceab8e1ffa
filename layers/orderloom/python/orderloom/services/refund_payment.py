"""Saga step RefundPayment: whatever became of the payment, the shopper keeps the money."""

from typing import Any

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.capture import UNSETTLED, ended
from orderloom.domain.closing import Failure
from orderloom.domain.holdings import refundable
from orderloom.domain.money import RefundState
from orderloom.domain.order import Order
from orderloom.domain.payment import void
from orderloom.domain.payment_taken import captured, fee_of, paid
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import ProviderRefused
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.ports.payments import PaymentIntent, PaymentsOf
from orderloom.services.optimistic import deciding_again
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.record_money import RecordMoney
from orderloom.services.turning_back import closing_order

_HOLDS_MONEY = frozenset({PaymentState.PAID, PaymentState.REVIEW, PaymentState.PART_REFUNDED})


class RefundPayment:
    """Cancels an unpaid intent, refunds a paid one, finds one nobody committed."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        payments: PaymentsOf,
        requester: PaymentRequester,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._payments = payments
        self._requester = requester
        self._record = RecordMoney(orders=orders, payments=payments, clock=clock)
        self._clock = clock

    def __call__(self, order_id: str, failure: Failure) -> None:
        """Raises ProviderUnavailable. A definite refusal to refund becomes a task."""
        order = closing_order(self._orders, self._clock, order_id, failure)
        if order.payment.state is PaymentState.NONE:
            order = self._uncommitted_intent(order)
        if order.payment.state in UNSETTLED:
            order = self._cancel(order)
        if order.payment.state in _HOLDS_MONEY:
            self._refund(order)

    def _uncommitted_intent(self, order: Order) -> Order:
        # A stored token means AwaitPayment began: it may have created an intent and died.
        if self._orders.token(order.order_id) is None:
            return order
        try:
            return self._requester.request(order)
        except ProviderRefused:
            return order

    def _cancel(self, order: Order) -> Order:
        intent_id = order.payment.intent_id or ""
        provider = self._payments(order.payment.provider)
        later = order.payment.capture is not CaptureMode.AUTOMATIC
        let_go = provider.void if later else provider.cancel
        intent = let_go(intent_id, f"{order.order_id}:void")
        return self._record_outcome(order.order_id, intent)

    @deciding_again
    def _record_outcome(self, order_id: str, intent: PaymentIntent) -> Order:
        order = self._orders.get(order_id)
        if order.payment.state not in UNSETTLED:
            return order
        moved = ended(order)[1]
        if intent.captured:
            event = EventType.PAYMENT_CAPTURED
            payment = paid(order, intent.captured, order.currency)
            changes: dict[str, Any] = {
                "payment": payment.model_copy(update={"fee": payment.fee or intent.fee or 0})
            }
            took = fee_of(order, intent.fee, order.currency)
            moved = (captured(order, intent.captured, order.currency), *took, *moved)
        else:
            event = EventType.PAYMENT_VOIDED
            changes = void(order, self._clock.now())
        settled = transition(
            order,
            event,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes=changes,
            data={
                "intent_id": intent.intent_id,
                "amount": intent.captured,
                "currency": order.currency,
                "lifecycle": Lifecycle.CLOSING.value,
            },
            moved=moved,
        )
        names = (name for name in (intent.payment_id, *intent.aliases) if name)
        provider = order.payment.provider or ""
        aliases = tuple(ProviderObject(provider, name) for name in names)
        self._orders.commit(settled, aliases=aliases)
        return settled.order

    def _refund(self, order: Order) -> None:
        amount = refundable(order)
        if amount == 0:
            return
        operation = _operation(order)
        try:
            provider = self._payments(order.payment.provider)
            refund = provider.refund(order.payment.intent_id or "", amount, operation)
        except ProviderRefused as exc:
            # Perhaps money went back already, unknown here: the provider's record tells.
            asked = self._record.ask(order)
            left = refundable(asked)
            if left not in (0, amount):
                self._refund(asked)
            elif left:
                self._record.refused(order.order_id, operation, amount, exc.code)
        else:
            self._record.accepted(order.order_id, operation, amount, refund)


def _operation(order: Order) -> str:
    """Named by the position in the refund history: stable over retries, new for a later refund.

    And new after a definite failure, as the provider would repeat that under the old name.
    """
    name = f"{order.order_id}:refund:{order.payment.refunded}"
    failures = sum(row.state is RefundState.FAILED for row in order.payment.refunds)
    return f"{name}:{failures}" if failures else name
