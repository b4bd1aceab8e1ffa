"""What merchants get back: amounts in minor units, moments in ISO 8601, UTC."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from orderloom.domain.authorisation import CaptureMode, CaptureState
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.order import Order
from orderloom.domain.parcel import LabelFormat
from orderloom.domain.states import (
    AttentionKind,
    CloseReason,
    FulfilmentState,
    Lifecycle,
    PaymentState,
)
from orderloom.domain.status import OrderStatus, status_of
from orderloom.services.view_order import OrderView

_PAYABLE = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})


class Output(BaseModel):
    """Base of every answer; made from domain values by attribute."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        from_attributes=True,
        hide_input_in_errors=True,
    )


class LineOutput(Output):
    sku: str
    name: str
    quantity: int
    unit_price: int


class CustomerOutput(Output):
    email: str
    name: str


class AddressOutput(Output):
    name: str
    line1: str
    line2: str | None
    city: str
    state: str | None
    postal_code: str | None
    country: str
    phone: str | None


class PaymentRefundOutput(Output):
    """One refund; `operation` is the id of one asked for here, `refund_id` the provider's.

    `code`: why the provider failed it.
    """

    amount: int
    state: RefundState
    refund_id: str | None
    operation: str | None
    code: str | None


class DisputeOutput(Output):
    """A claim of the shopper's bank; amounts in minor units of `currency`.

    `withdrawn` and `reinstated`: what the provider took because of it, and gave back.
    """

    dispute_id: str
    state: DisputeState
    amount: int
    currency: str
    reason: str | None
    evidence_due: datetime | None
    withdrawn: int
    reinstated: int


class AuthorisationOutput(Output):
    """What the shopper's bank keeps; `ended` once captured, voided or lapsed."""

    amount: int
    lapses_at: datetime | None
    ended: bool


class OrderCaptureOutput(Output):
    """The newest capture asked for; `code`: why the provider took nothing."""

    operation: str
    amount: int
    state: CaptureState
    code: str | None


class PaymentOutput(Output):
    """What the provider's form needs is there while the shopper can pay.

    Where the provider's own page takes the payment (`hosted`), that is `page_url`. Else, for Stripe
    it is `client_secret`; for Razorpay `public_key` (its key id) with `intent_id`
    (its order). `delayed_since`: the provider has not answered since then, and is asked again by
    itself until it does.
    """

    state: PaymentState
    provider: str | None
    intent_id: str | None
    client_secret: str | None
    public_key: str | None
    account: str | None
    hosted: bool
    page_url: str | None
    capture: CaptureMode
    authorisation: AuthorisationOutput | None
    capture_request: OrderCaptureOutput | None
    captured: int
    refunded: int
    refunds: tuple[PaymentRefundOutput, ...]
    failed_attempts: int
    max_attempts: int
    decline_code: str | None
    expires_at: datetime | None
    delayed_since: datetime | None


class ParcelOutput(Output):
    tracking_number: str
    state: FulfilmentState


class FulfilmentOutput(Output):
    """`account`: the connection it was bought through; `cost`: minor units of `cost_currency`.

    `parcels`: where there are several, each with a number of its own.
    """

    state: FulfilmentState
    account: str | None
    carrier: str | None
    service: str | None
    tracking_number: str | None
    parcels: tuple[ParcelOutput, ...]
    cost: int | None
    cost_currency: str | None


class LabelOutput(Output):
    """`url` needs no key until `expires_at`; whoever has it can read the label."""

    url: str
    expires_at: datetime
    format: LabelFormat


class AttentionOutput(Output):
    """A task only a person can finish; worthless after `due`, where that is known."""

    kind: AttentionKind
    since: datetime
    detail: str
    due: datetime | None


class OrderOutput(Output):
    """An order as it is now; `archived`: it ended long ago and is kept apart."""

    id: str
    status: OrderStatus
    currency: str
    total: int
    reference: str | None
    lines: tuple[LineOutput, ...]
    customer: CustomerOutput
    ship_to: AddressOutput
    close_reason: CloseReason | None
    payment: PaymentOutput
    fulfilment: FulfilmentOutput
    disputes: tuple[DisputeOutput, ...]
    attention: AttentionOutput | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived: bool

    @classmethod
    def of(cls, view: OrderView) -> Self:
        order, placed = view.order, view.placed
        return cls.model_validate(
            {
                **_summary(order),
                "reference": placed.reference,
                "lines": placed.lines,
                "customer": placed.customer,
                "ship_to": placed.ship_to,
                "close_reason": order.close_reason,
                "payment": _payment(order),
                "fulfilment": order.fulfilment,
                "disputes": order.disputes,
                "attention": order.attention,
                "archived": view.archived,
            }
        )


def _summary(order: Order) -> dict[str, Any]:
    return {
        "id": order.order_id,
        "status": status_of(order),
        "currency": order.currency,
        "total": order.total,
        "version": order.version,
        "created_at": order.created_at,
        "updated_at": order.updated_at,
    }


def _payment(order: Order) -> dict[str, Any]:
    """The payment, what a form needs of it only where somebody may still pay."""
    payable = order.lifecycle is Lifecycle.OPEN and order.payment.state in _PAYABLE
    shown = {name: getattr(order.payment, name) for name in PaymentOutput.model_fields}
    if payable:
        return shown
    return {**shown, **dict.fromkeys(("client_secret", "public_key", "page_url"))}


class OrderSummary(Output):
    """An order on a list."""

    id: str
    status: OrderStatus
    currency: str
    total: int
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(**_summary(order))
