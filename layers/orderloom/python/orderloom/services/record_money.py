"""Committing what a provider says of an order's refunds, and asking it for the rest."""

from orderloom.domain.deciding import decide
from orderloom.domain.facts import EventSource, Fact, PaymentFact, PaymentOutcome, RefundFact
from orderloom.domain.holdings import money_currency
from orderloom.domain.money import RefundState
from orderloom.domain.order import Order
from orderloom.domain.refund import RefundNews, record_refund
from orderloom.domain.transition import Actor, Transition
from orderloom.errors import AlreadyApplied
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import MoneyOnRecord, PaymentsOf, Refund
from orderloom.services.optimistic import deciding_again


class RecordMoney:
    """One tenant's orders; every method may be repeated."""

    def __init__(self, *, orders: OrderRepository, payments: PaymentsOf, clock: Clock) -> None:
        self._orders = orders
        self._payments = payments
        self._clock = clock

    @deciding_again
    def accepted(self, order_id: str, operation: str, amount: int, refund: Refund) -> Order:
        """The provider made the refund `operation` names."""
        state = RefundState.SUCCEEDED if refund.settled else RefundState.PENDING
        return self._refund(order_id, refund.refund_id, operation, amount, state, None)

    @deciding_again
    def refused(self, order_id: str, operation: str, amount: int, code: str) -> Order:
        """The provider made none: a task for a person."""
        return self._refund(order_id, None, operation, amount, RefundState.FAILED, code)

    def ask(self, order: Order) -> Order:
        """The order once all the provider has on record is applied. Raises ProviderUnavailable."""
        if order.payment.intent_id is None:
            return order
        provider = self._payments(order.payment.provider)
        record = provider.on_record(order.payment.intent_id)
        for fact in self._facts(order.payment.intent_id, record, provider.name):
            self._apply(order.order_id, fact)
        return self._orders.get(order.order_id)

    @deciding_again
    def _apply(self, order_id: str, fact: Fact) -> None:
        decision = decide(self._orders.get(order_id), fact, self._clock.now())
        # What the provider merely confirms leaves no note: nobody sent it.
        if isinstance(decision, Transition):
            try:
                self._orders.commit(decision)
            except AlreadyApplied:
                return

    def _refund(
        self,
        order_id: str,
        refund_id: str | None,
        operation: str,
        amount: int,
        state: RefundState,
        code: str | None,
    ) -> Order:
        order = self._orders.get(order_id)
        news = RefundNews(
            refund_id=refund_id,
            operation=operation,
            state=state,
            amount=amount,
            currency=money_currency(order),
            code=code,
        )
        recorded = record_refund(order, news, Actor.SAGA, self._clock.now())
        if recorded is None:
            return order
        self._orders.commit(recorded)
        return recorded.order

    def _facts(self, intent_id: str, record: MoneyOnRecord, provider: str) -> list[Fact]:
        facts: list[Fact] = []
        if record.captured:
            captured = PaymentFact(
                source=self._source(provider, intent_id),
                intent_id=intent_id,
                outcome=PaymentOutcome.CAPTURED,
                payment_id=record.payment_id,
                amount=record.captured,
                currency=record.currency,
            )
            facts.append(captured)
        facts += [
            RefundFact(
                source=self._source(provider, f"{refund.refund_id}:{refund.state}"),
                intent_id=intent_id,
                refund_id=refund.refund_id,
                operation=refund.operation,
                state=refund.state,
                amount=refund.amount,
                currency=record.currency,
            )
            for refund in record.refunds
        ]
        return facts

    def _source(self, provider: str, subject: str) -> EventSource:
        return EventSource(
            provider=provider,
            event_id=f"asked:{subject}",
            event_type="asked",
            occurred_at=self._clock.now(),
        )
