"""What is outside the table: the bank and the carrier, as far as they act for this order.

Both remember what took effect, under the keys the product gave: its side effects.
"""

from dataclasses import dataclass, field, replace

from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.domain.money import RefundState
from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment
from orderloom.ports.payments import (
    MoneyOnRecord,
    PaymentIntent,
    PaymentProvider,
    PaymentRequest,
    Refund,
    RefundOnRecord,
)

from tests.convergence.history import Recording, Terms

_RATE = Rate("rate_ground", "ups", "ground", 895, "USD", 5)
_CANCELS_FOR_GOOD = "stripe"


@dataclass
class Effects:
    """What took effect outside, by the key it was asked under; amounts in minor units.

    Attributes:
        act: the latest act of the history the provider can have told of by now.
        labels: keys of the labels bought; a label voided is in both.
    """

    act: int = 0
    refunds: dict[str, int] = field(default_factory=dict)
    captures: dict[str, int] = field(default_factory=dict)
    intents: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)


class Bank(PaymentProvider):
    """Has on record what the recording says: all of it, or what was told of so far."""

    def __init__(
        self,
        name: str,
        recording: Recording,
        terms: Terms,
        effects: Effects,
        *,
        ahead: bool,
    ) -> None:
        self.name = name
        self._intent_id, self._truths = recording.intent_id, recording.truths
        self._terms, self._effects, self._ahead = terms, effects, ahead

    def create(self, request: PaymentRequest) -> PaymentIntent:
        if request.operation_key not in self._effects.intents:
            self._effects.intents.append(request.operation_key)
        return self._intent(0)

    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        # An intent that Stripe cancelled can never be paid: one that was, could not be cancelled.
        final = self.name == _CANCELS_FOR_GOOD
        return self._intent((self._truths[-1] if final else self._truth()).captured)

    def capture(self, intent_id: str, amount: int, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        """Once, whoever asks; it is on record from then on, ahead of its webhooks."""
        taken = self._effects.captures
        if taken.keys() - {operation_key}:
            raise ProviderRefused(self.name, "capture", "already_captured", operation_key)
        return self._intent(taken.setdefault(operation_key, amount))

    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:  # noqa: ARG002
        refunds = self._effects.refunds
        if operation_key not in refunds:
            record = self._truths[-1]
            taken = sum(r.amount for r in record.refunds if r.state is not RefundState.FAILED)
            if amount > record.captured - taken - sum(refunds.values()):
                raise ProviderRefused(self.name, "refund", "amount_too_large", operation_key)
            refunds[operation_key] = amount
        return Refund(f"re_{operation_key}", settled=True)

    def on_record(self, intent_id: str) -> MoneyOnRecord:  # noqa: ARG002 - there is one
        truth = self._truth()
        ours = tuple(
            RefundOnRecord(f"re_{operation}", amount, RefundState.SUCCEEDED, operation)
            for operation, amount in self._effects.refunds.items()
        )
        return replace(truth, refunds=truth.refunds + ours)

    def _truth(self) -> MoneyOnRecord:
        ahead = self._ahead or self._effects.captures
        return self._truths[-1 if ahead else self._effects.act]

    def _intent(self, captured: int) -> PaymentIntent:
        known, stripe = self._truths[-1], self.name == _CANCELS_FOR_GOOD
        return PaymentIntent(
            self._intent_id,
            captured=captured,
            cancelled=not captured,
            client_secret="secret",
            public_key="public",
            payment_id=known.payment_id if captured else None,
            aliases=known.aliases if captured else (),
            account=(self._terms.account or OWN_ACCOUNT) if stripe else None,
            livemode=self._terms.livemode if stripe else None,
        )


_PAPER = b"%PDF-1.4 a label"


class Courier(Carrier):
    """Sells one label, whose parcel is the one the history scans."""

    name = "shipstation"

    def __init__(self, parcel: str, effects: Effects) -> None:
        self._parcel, self._effects = parcel, effects

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:  # noqa: ARG002 - one price list
        return (_RATE,)

    def find_label(self, operation_key: str) -> Label | None:
        here = operation_key in self._effects.labels and not self._effects.voided
        return self._label() if here else None

    def buy(self, shipment: Shipment, rate: Rate) -> Label:  # noqa: ARG002 - one price
        self._effects.labels.append(shipment.operation_key)
        return self._label()

    def document(self, label: Label) -> bytes:
        return label.document or b""

    def void(self, label_id: str) -> None:
        if label_id not in self._effects.voided:
            self._effects.voided.append(label_id)

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        return ()

    def _label(self) -> Label:
        cost = (_RATE.amount, _RATE.currency)
        return Label("se-1", self._parcel, "ups", "ground", *cost, document=_PAPER)
