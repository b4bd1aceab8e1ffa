"""Saga step RefundPayment: whatever became of the payment, the shopper keeps the money."""

from orderloom.domain.closing import Failure, open_task
from orderloom.domain.order import AttentionKind, Lifecycle, Order, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import ProviderRefused
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentIntent, PaymentsOf, Refund
from orderloom.services.optimistic import deciding_again
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.turning_back import closing_order

_UNPAID = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})
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
        self._clock = clock

    def __call__(self, order_id: str, failure: Failure) -> None:
        """Raises ProviderUnavailable. A definite refusal to refund becomes a task."""
        order = closing_order(self._orders, self._clock, order_id, failure)
        if order.payment.state is PaymentState.NONE:
            order = self._uncommitted_intent(order)
        if order.payment.state in _UNPAID:
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
        intent = self._payments(order.payment.provider).cancel(intent_id, f"{order.order_id}:void")
        return self._record_outcome(order.order_id, intent)

    @deciding_again
    def _record_outcome(self, order_id: str, intent: PaymentIntent) -> Order:
        order = self._orders.get(order_id)
        if order.payment.state not in _UNPAID:
            return order
        if intent.captured:
            event, state = EventType.PAYMENT_CAPTURED, PaymentState.PAID
        else:
            event, state = EventType.PAYMENT_VOIDED, PaymentState.VOIDED
        update = {"state": state, "captured": intent.captured}
        settled = transition(
            order,
            event,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={"payment": order.payment.model_copy(update=update)},
            data={
                "intent_id": intent.intent_id,
                "amount": intent.captured,
                "currency": order.currency,
                "lifecycle": Lifecycle.CLOSING.value,
            },
        )
        self._orders.commit(settled)
        return settled.order

    def _refund(self, order: Order) -> None:
        payment = order.payment
        amount = payment.captured - payment.refunded
        # The key names the position in the refund history, so that it is stable over
        # retries and new for a later refund.
        operation = f"{order.order_id}:refund:{payment.refunded}"
        try:
            provider = self._payments(payment.provider)
            refund = provider.refund(payment.intent_id or "", amount, operation)
        except ProviderRefused as exc:
            self._record_refusal(order.order_id, str(exc))
        else:
            self._record_refund(order.order_id, refund, amount)

    @deciding_again
    def _record_refund(self, order_id: str, refund: Refund, amount: int) -> None:
        order = self._orders.get(order_id)
        if order.payment.state not in _HOLDS_MONEY:
            return
        event = EventType.PAYMENT_REFUNDED if refund.settled else EventType.PAYMENT_REFUND_REQUESTED
        update = (
            {"state": PaymentState.REFUNDED, "refunded": order.payment.captured}
            if refund.settled
            else {"state": PaymentState.REFUND_PENDING}
        )
        refunded = transition(
            order,
            event,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={"payment": order.payment.model_copy(update=update)},
            data={"refund_id": refund.refund_id, "amount": amount, "currency": order.currency},
        )
        self._orders.commit(refunded)

    @deciding_again
    def _record_refusal(self, order_id: str, detail: str) -> None:
        order = self._orders.get(order_id)
        kind = AttentionKind.REFUND_FAILED
        if order.attention is None or order.attention.kind is not kind:
            self._orders.commit(open_task(order, kind, detail, self._clock.now()))
