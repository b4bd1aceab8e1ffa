"""What a provider's webhook states, in our words: one vocabulary for all providers."""

from datetime import datetime
from enum import StrEnum

from orderloom.domain.connection_health import HealthNote
from orderloom.domain.ledger import Movement
from orderloom.domain.model import DomainModel
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.states import FulfilmentState


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

    BEGUN = "begun"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    ATTEMPT_FAILED = "attempt_failed"
    VOIDED = "voided"
    REFUNDED = "refunded"
    NOTED = "noted"


class MoneyFact(DomainModel):
    """What facts about an order's money have in common.

    Attributes:
        intent_id: the provider's payment object the order is found by.
        order_hint: order id from the object's metadata, if it carries one.
        undecided: nothing in the event tells whether the payment was asked for here.
        account: the provider's account it happened in; "": that of the key. None: not told.
        livemode: whether it is about real money. None: not told.
    """

    source: EventSource
    intent_id: str
    order_hint: str | None = None
    undecided: bool = False
    account: str | None = None
    livemode: bool | None = None

    @property
    def object_id(self) -> str:
        return self.intent_id

    @property
    def is_foreign(self) -> bool:
        """It belongs to something else the merchant does with the same provider account.

        Every payment asked for here carries its order's id.
        """
        return self.order_hint is None and not self.undecided


class PaymentFact(MoneyFact):
    """A fact about one payment intent.

    Attributes:
        payment_id: the provider's own id of the single payment, where an intent may have several.
        amount: minor units; for REFUNDED the sum refunded so far.
        lapses_at: until when what is AUTHORISED can be captured.
        fee: what the provider took of a CAPTURED payment, its tax included; None: not told.
        fee_on_record: the provider's record tells the fee by now, which this event does not.
        aliases: other objects of the provider its further events may name instead.
    """

    outcome: PaymentOutcome
    payment_id: str | None = None
    amount: int | None = None
    currency: str | None = None
    code: str | None = None
    lapses_at: datetime | None = None
    aliases: tuple[str, ...] = ()
    fee: int | None = None
    fee_on_record: bool = False


class RefundFact(MoneyFact):
    """How one refund stands; `amount` in minor units.

    Attributes:
        operation: the name we gave it when we asked for it, if the event repeats it.
    """

    refund_id: str
    operation: str | None = None
    state: RefundState
    amount: int
    currency: str
    code: str | None = None


class DisputeFact(MoneyFact):
    """How one dispute stands, or what money moved because of it; amounts in minor units.

    Attributes:
        state: None where the event only tells of money.
        movements: what the provider took or gave back, its fee included.
    """

    dispute_id: str
    amount: int
    currency: str
    state: DisputeState | None = None
    reason: str | None = None
    evidence_due: datetime | None = None
    movements: tuple[Movement, ...] = ()


class TrackingFact(DomainModel):
    """A scan of one parcel; `state` is None where the carrier's status maps to none.

    Attributes:
        proven: the carrier made this very statement. What is not proven moves no order: it is a
            reason to ask the carrier.
    """

    source: EventSource
    tracking_number: str
    state: FulfilmentState | None
    description: str
    proven: bool = True

    @property
    def object_id(self) -> str:
        return self.tracking_number


class ConnectionFact(DomainModel):
    """News of the connection itself, which moves no order.

    Attributes:
        account: the provider's account it is about; "": that of the key. None: not told.
        note: how the account stands.
        pays_out: money is on its way to the merchant's bank: its lines can be matched.
    """

    source: EventSource
    account: str | None = None
    note: HealthNote | None = None
    pays_out: bool = False


AnyMoneyFact = PaymentFact | RefundFact | DisputeFact
Fact = AnyMoneyFact | TrackingFact
"""What is about an order."""

AnyFact = Fact | ConnectionFact
