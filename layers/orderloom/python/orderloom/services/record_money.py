"""Committing what a provider says of an order's refunds, and asking it for the rest."""

from orderloom.domain.capture import capture_failed
from orderloom.domain.deciding import decide
from orderloom.domain.facts import (
    AnyMoneyFact,
    EventSource,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
)
from orderloom.domain.holdings import money_currency
from orderloom.domain.money import RefundState
from orderloom.domain.order import Order
from orderloom.domain.refund import RefundNews, record_refund
from orderloom.domain.transition import Actor, Transition
from orderloom.errors import AlreadyApplied
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import MoneyOnRecord, PaymentIntent, PaymentsOf, Refund
from orderloom.services.known_as import known_as
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

    def captured(self, order_id: str, intent: PaymentIntent, provider: str) -> None:
        """The provider took the money when it was asked to."""
        fact = PaymentFact(
            source=self._source(provider, f"{intent.intent_id}:{PaymentOutcome.CAPTURED}"),
            intent_id=intent.intent_id,
            outcome=PaymentOutcome.CAPTURED,
            payment_id=intent.payment_id,
            aliases=intent.aliases,
            amount=intent.captured,
            currency=self._orders.get(order_id).currency,
            fee=intent.fee,
        )
        self._apply(order_id, fact)

    @deciding_again
    def not_captured(self, order_id: str, operation: str, code: str) -> None:
        """The provider took nothing of what `operation` asked for."""
        failed = capture_failed(self._orders.get(order_id), operation, code, self._clock.now())
        if failed is not None:
            self._orders.commit(failed)

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
    def _apply(self, order_id: str, fact: AnyMoneyFact) -> None:
        order = self._orders.get(order_id)
        # Its own account was asked.
        fact = fact.model_copy(update={"account": order.payment.account})
        decision = decide(order, fact, self._clock.now())
        # What the provider merely confirms leaves no note: nobody sent it.
        if isinstance(decision, Transition):
            try:
                self._orders.commit(decision, aliases=known_as(decision, fact))
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

    def _facts(self, intent_id: str, record: MoneyOnRecord, provider: str) -> list[AnyMoneyFact]:
        facts: list[AnyMoneyFact] = [
            PaymentFact(
                source=self._source(provider, f"{intent_id}:{outcome}"),
                intent_id=intent_id,
                outcome=outcome,
                payment_id=record.payment_id,
                amount=amount,
                currency=record.currency,
                lapses_at=record.lapses_at,
                aliases=record.aliases,
                fee=record.fee if outcome is PaymentOutcome.CAPTURED else None,
            )
            for outcome, amount, told in (
                (PaymentOutcome.AUTHORISED, record.authorised, record.authorised),
                (PaymentOutcome.CAPTURED, record.captured, record.captured),
                (PaymentOutcome.VOIDED, None, record.cancelled and not record.captured),
            )
            if told
        ]
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
