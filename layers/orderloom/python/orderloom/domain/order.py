"""An order: three independent machines (stock, payment, fulfilment) and one lifecycle."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from orderloom.domain.authorisation import Authorisation, CaptureMode, OrderCapture
from orderloom.domain.catalogue import Allocation
from orderloom.domain.model import DomainModel
from orderloom.domain.money import OrderDispute, OrderRefund
from orderloom.domain.quote import WantedOffer


class Lifecycle(StrEnum):
    """OPEN goes forward; CLOSING is being compensated; CLOSED is undone for good."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an order was given up."""

    OUT_OF_STOCK = "out_of_stock"
    PAYMENT_DECLINED = "payment_declined"
    PAYMENT_EXPIRED = "payment_expired"
    CANCEL_REQUESTED = "cancel_requested"
    SHIPPING_FAILED = "shipping_failed"
    PAYMENT_VOIDED = "payment_voided"
    SAGA_FAILED = "saga_failed"


class StockState(StrEnum):
    NONE = "none"
    RESERVED = "reserved"
    RELEASED = "released"


class PaymentState(StrEnum):
    NONE = "none"
    PENDING = "pending"
    ATTEMPT_FAILED = "attempt_failed"
    AUTHORISED = "authorised"
    PAID = "paid"
    VOIDED = "voided"
    REFUND_PENDING = "refund_pending"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    REVIEW = "review"


class FulfilmentState(StrEnum):
    NONE = "none"
    MANUAL_REQUIRED = "manual_required"
    LABELLED = "labelled"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    VOIDED = "voided"


class AttentionKind(StrEnum):
    """Named tasks only a person can finish."""

    PAYMENT_REVIEW = "payment_review"
    REFUND_FAILED = "refund_failed"
    LABEL_VOID_REFUSED = "label_void_refused"
    COMPENSATION_FAILED = "compensation_failed"
    DISPUTE = "dispute"
    DOUBLE_LOSS = "double_loss"
    MANUAL_SHIPPING = "manual_shipping"
    LABEL_UNKNOWN = "label_unknown"
    FOREIGN_ACCOUNT = "foreign_account"
    CAPTURE_DUE = "capture_due"
    CAPTURE_FAILED = "capture_failed"
    PARCEL_NOT_SCANNED = "parcel_not_scanned"
    PARCEL_STUCK = "parcel_stuck"


class Address(DomainModel):
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    name: str = Field(repr=False)
    line1: str = Field(repr=False)
    line2: str | None = Field(default=None, repr=False)
    city: str
    state: str | None = None
    postal_code: str | None = None
    country: str
    phone: str | None = Field(default=None, repr=False)


class Customer(DomainModel):
    """The shopper."""

    email: str = Field(repr=False)
    name: str = Field(repr=False)


class Line(DomainModel):
    """A line of an order; `unit_price` in minor units, `unit_weight_grams` in grams."""

    sku: str
    name: str
    quantity: int
    unit_price: int
    unit_weight_grams: int

    @property
    def weight_grams(self) -> int:
        return self.quantity * self.unit_weight_grams


class HostedPage(DomainModel):
    """Where the provider's own payment page sends the shopper afterwards."""

    success_url: str
    cancel_url: str | None = None


class Placed(DomainModel):
    """What was ordered: never changes, and is the first entry of the order's timeline."""

    order_id: str
    tenant_id: str
    placed_at: datetime
    reference: str | None
    customer: Customer
    ship_to: Address
    lines: tuple[Line, ...]
    shards: dict[str, int]
    """Stock counters of each SKU when the order was placed (they only ever grow)."""
    page: HostedPage | None = None

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams for line in self.lines)

    @property
    def wanted(self) -> dict[str, int]:
        """Units by SKU over all lines."""
        units: dict[str, int] = {}
        for line in self.lines:
            units[line.sku] = units.get(line.sku, 0) + line.quantity
        return units


class Payment(DomainModel):
    """The payment machine. Amounts in minor units of the order's currency.

    Attributes:
        provider: who takes the payment; chosen when the order is placed.
        client_secret, public_key: what the provider's form needs of the intent and the account.
        account, livemode: where it was asked for; None where the provider does not say.
        mismatches: in what a payment told of under this intent was not the one asked for.
        hosted: the shopper pays on the provider's own page; `page_url`, while it can be paid.
        payment_id: the payment that succeeded, where an intent may have several.
        failed_payment_ids: those that failed; each counts as one attempt, however often told.
        decline_code, declined_at: of the latest that failed, by the provider's clock.
        capture: when the money is taken; `capture_request`: the newest wish to take it.
        authorisation: what the bank keeps, where the money is not taken at once.
        captured_currency: what was paid in, where it is not the order's currency.
        fee: what the provider took of what was captured, once it is told.
        delayed_since: the provider has not answered since then; it is asked again by itself.
        refunded: what the provider accepted to send back: the sum over `refunds`.
        refunds_told: the provider's own sum, while it is above that of the refunds known here.
    """

    state: PaymentState = PaymentState.NONE
    provider: str | None = None
    intent_id: str | None = None
    client_secret: str | None = Field(default=None, repr=False)
    public_key: str | None = None
    account: str | None = None
    hosted: bool = False
    page_url: str | None = None
    livemode: bool | None = None
    mismatches: tuple[str, ...] = ()
    payment_id: str | None = None
    failed_payment_ids: tuple[str, ...] = ()
    capture: CaptureMode = CaptureMode.AUTOMATIC
    authorisation: Authorisation | None = None
    capture_request: OrderCapture | None = None
    captured: int = 0
    captured_currency: str | None = None
    fee: int = 0
    refunded: int = 0
    refunds: tuple[OrderRefund, ...] = ()
    refunds_told: int = 0
    failed_attempts: int = 0
    max_attempts: int
    decline_code: str | None = None
    declined_at: datetime | None = None
    expires_at: datetime | None = None
    delayed_since: datetime | None = None


class ParcelOnItsWay(DomainModel):
    """One of several parcels; `moved_at`: by the carrier's clock.

    `label_id`: of its own label, where the parcels do not share one.
    """

    tracking_number: str
    label_id: str | None = None
    state: FulfilmentState = FulfilmentState.LABELLED
    moved_at: datetime | None = None


class Fulfilment(DomainModel):
    """The fulfilment machine; `cost` in minor units of `cost_currency`.

    Attributes:
        wanted: the offer the merchant chose, until a label is bought.
        account: the connection it was bought through; None: ShipStation's, of older orders.
        parcels: where there are several, each under a number of its own.
        moved_at: by the carrier's clock, of the newest scan that moved it; before the first, when
            its label came. None: of older orders.
        silence_told: a person was told that it is silent; nobody is again until it moves.
    """

    state: FulfilmentState = FulfilmentState.NONE
    wanted: WantedOffer | None = None
    account: str | None = None
    carrier: str | None = None
    service: str | None = None
    label_id: str | None = None
    tracking_number: str | None = None
    parcels: tuple[ParcelOnItsWay, ...] = ()
    label_key: str | None = None
    cost: int | None = None
    cost_currency: str | None = None
    moved_at: datetime | None = None
    silence_told: bool = False


def account_of(fulfilment: Fulfilment) -> str:
    """The connection a label was bought through."""
    return fulfilment.account or "shipstation"


class Attention(DomainModel):
    """A task for a person, open since `since`; worthless after `due`, where that is known."""

    kind: AttentionKind
    since: datetime
    detail: str
    due: datetime | None = None


DEFAULT_RETENTION_DAYS = 90


class Order(DomainModel):
    """The mutable head of an order, small on purpose: every transition rewrites it.

    Attributes:
        retention_days: how long it stays in the table once it has ended.
        fulfilment_grace_seconds: how long it waits between its payment and its label.
        version: goes up by one with each transition; every write is conditional on it.
        saga_attempt: which execution of the saga is the current one (1, 2, …).
        saga_running: whether that execution has yet to reach its end.
    """

    order_id: str
    tenant_id: str
    version: int
    created_at: datetime
    updated_at: datetime
    currency: str
    total: int
    payment_window_seconds: int
    retention_days: int = DEFAULT_RETENTION_DAYS
    fulfilment_grace_seconds: int = 0
    lifecycle: Lifecycle = Lifecycle.OPEN
    close_reason: CloseReason | None = None
    stock: StockState = StockState.NONE
    allocations: tuple[Allocation, ...] = ()
    payment: Payment
    fulfilment: Fulfilment = Fulfilment()
    saga_attempt: int = 1
    saga_running: bool = True
    disputes: tuple[OrderDispute, ...] = ()
    attention: Attention | None = None
