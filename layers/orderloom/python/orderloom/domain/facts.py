"""What a provider's webhook states, in our words: one vocabulary for all providers."""

from datetime import datetime
from enum import StrEnum

from orderloom.domain.model import DomainModel
from orderloom.domain.order import FulfilmentState


class EventSource(DomainModel):
    """Which provider event a fact came from; (provider, event_id) dedupes it."""

    provider: str
    event_id: str
    event_type: str
    occurred_at: datetime
    replayed: bool = False
    swept: bool = False


class PaymentOutcome(StrEnum):
    """The driving facts about a payment; everything else only enriches the record."""

    CAPTURED = "captured"
    ATTEMPT_FAILED = "attempt_failed"
    VOIDED = "voided"
    REFUNDED = "refunded"
    NOTED = "noted"


class PaymentFact(DomainModel):
    """A fact about one payment intent.

    Attributes:
        intent_id: the provider's payment object the order is found by.
        payment_id: the provider's own id of the single payment, where an intent may have several.
        order_hint: order id from the object's metadata, if it carries one.
        undecided: nothing in the event tells whether the payment was asked for here.
        amount: minor units; for REFUNDED the sum refunded so far.
    """

    source: EventSource
    outcome: PaymentOutcome
    intent_id: str
    payment_id: str | None = None
    order_hint: str | None = None
    undecided: bool = False
    amount: int | None = None
    currency: str | None = None
    code: str | None = None

    @property
    def object_id(self) -> str:
        return self.intent_id

    @property
    def is_foreign(self) -> bool:
        """Every payment asked for here carries its order's id; one without it belongs to
        something else the merchant does with the same provider account.
        """
        return self.order_hint is None and not self.undecided


class TrackingFact(DomainModel):
    """A scan of one parcel; `state` is None where the carrier's status maps to none."""

    source: EventSource
    tracking_number: str
    state: FulfilmentState | None
    description: str

    @property
    def object_id(self) -> str:
        return self.tracking_number


Fact = PaymentFact | TrackingFact
