"""A payment provider in memory: idempotent by operation key, as the real ones are."""

from dataclasses import replace

from orderloom.domain.money import RefundState
from orderloom.errors import ProviderRefused
from orderloom.ports.payments import (
    MoneyOnRecord,
    PaymentIntent,
    PaymentProvider,
    PaymentRequest,
    Refund,
    RefundOnRecord,
)

from tests.fakes.faults import Faults


class FakePayments(PaymentProvider):
    """`requests` are the intents really made, `refunds` the money really sent back.

    `captures` are the intents whose money was taken later, with how much.
    """

    def __init__(self, name: str = "stripe", *, refunds_settle: bool = True) -> None:
        self.name = name
        self.faults = Faults()
        self.requests: list[PaymentRequest] = []
        self.refunds: dict[str, tuple[str, int]] = {}
        self.captures: list[tuple[str, int]] = []
        self.authorised: dict[str, int] = {}
        self.currency = "USD"
        self._refunds_settle = refunds_settle
        self._intents: dict[str, PaymentIntent] = {}
        self._by_operation: dict[str, str] = {}

    def create(self, request: PaymentRequest) -> PaymentIntent:
        with self.faults.around("create"):
            if request.operation_key not in self._by_operation:
                self.requests.append(request)
                intent_id = f"pi_{len(self.requests)}"
                self._by_operation[request.operation_key] = intent_id
                self._intents[intent_id] = PaymentIntent(
                    intent_id,
                    captured=0,
                    cancelled=False,
                    client_secret=f"{intent_id}_secret",
                )
            return self._intents[self._by_operation[request.operation_key]]

    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        with self.faults.around("cancel"):
            intent = self.intent(intent_id)
            if not intent.captured:
                self._intents[intent_id] = replace(intent, cancelled=True)
            return self._intents[intent_id]

    def capture(self, intent_id: str, amount: int, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        with self.faults.around("capture"):
            intent = self.intent(intent_id)
            if not intent.captured:
                if amount > self.authorised.get(intent_id, 0) or intent.cancelled:
                    raise ProviderRefused(self.name, "capture", "nothing_authorised", intent_id)
                self.captures.append((intent_id, amount))
                self.pay(intent_id, amount)
            return self._intents[intent_id]

    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        with self.faults.around("refund"):
            if operation_key not in self.refunds:
                if amount > self.intent(intent_id).captured - self.refunded(intent_id):
                    detail = "more than was captured"
                    raise ProviderRefused(self.name, "refund", "amount_too_large", detail)
                self.refunds[operation_key] = (intent_id, amount)
            number = list(self.refunds).index(operation_key) + 1
            return Refund(f"re_{number}", settled=self._refunds_settle)

    def on_record(self, intent_id: str) -> MoneyOnRecord:
        with self.faults.around("on_record"):
            state = RefundState.SUCCEEDED if self._refunds_settle else RefundState.PENDING
            refunds = [
                RefundOnRecord(f"re_{number}", amount, state, operation)
                for number, (operation, (owner, amount)) in enumerate(self.refunds.items(), 1)
                if owner == intent_id
            ]
            intent = self.intent(intent_id)
            return MoneyOnRecord(
                intent.captured,
                self.currency,
                tuple(refunds),
                authorised=0 if intent.cancelled else self.authorised.get(intent_id, 0),
                cancelled=intent.cancelled,
            )

    def authorise(self, intent_id: str, amount: int) -> None:
        """The shopper's bank keeps the money for us."""
        self.authorised[intent_id] = amount

    def lapse(self, intent_id: str) -> None:
        """The bank lets go of it."""
        self._intents[intent_id] = replace(self.intent(intent_id), cancelled=True)

    def pay(self, intent_id: str, amount: int) -> None:
        """The shopper pays."""
        self._intents[intent_id] = replace(self.intent(intent_id), captured=amount)
        self.authorised.pop(intent_id, None)

    def intent(self, intent_id: str) -> PaymentIntent:
        if intent_id not in self._intents:
            raise ProviderRefused(self.name, "retrieve", "resource_missing", intent_id)
        return self._intents[intent_id]

    def refunded(self, intent_id: str) -> int:
        return sum(amount for owner, amount in self.refunds.values() if owner == intent_id)
