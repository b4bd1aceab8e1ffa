"""An order: three independent machines (stock, payment, fulfilment) and one lifecycle."""

from datetime import datetime

from pydantic import Field

from orderloom.domain.authorisation import Authorisation, CaptureMode, OrderCapture
from orderloom.domain.catalogue import Allocation
from orderloom.domain.model import DomainModel
from orderloom.domain.money import OrderDispute, OrderRefund
from orderloom.domain.quote import WantedOffer
from orderloom.domain.scan import KeptScan
from orderloom.domain.states import (
    AttentionKind,
    CloseReason,
    FulfilmentState,
    Lifecycle,
    PaymentState,
    StockState,
)


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
        scans: the first that moved its parcels on; a new label replaces none of them.
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
    scans: tuple[KeptScan, ...] = ()
    disputes: tuple[OrderDispute, ...] = ()
    attention: Attention | None = None
