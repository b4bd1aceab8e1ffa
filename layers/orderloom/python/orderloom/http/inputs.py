"""What merchants send. Unknown fields are refused, nothing is coerced, all is bounded."""

import hashlib
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.identifiers import QUOTE_ID
from orderloom.domain.ordered import Address, Customer, HostedPage
from orderloom.domain.status import OrderStatus
from orderloom.http.fields import (
    Country,
    Currency,
    Email,
    Instant,
    OneLine,
    PageSize,
    Sku,
    WebAddress,
)
from orderloom.ports.orders import OrderFilter
from orderloom.services.order_lines import WantedLine
from orderloom.services.place_order import OrderRequest
from orderloom.services.put_product import ProductRequest
from orderloom.services.quoted_offer import ChosenOffer
from orderloom.services.request_capture import CaptureRequest
from orderloom.services.request_refund import RefundRequest

_ADDED_SINCE = ("payment_provider", "capture", "payment", "shipping")

MAX_LINES = 90
"""An order's stock moves in one transaction with it; DynamoDB allows 100 items in one."""


class Input(BaseModel):
    """Base of every request; `repr` shows no field, as most are personal or secret."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []


class Nothing(Input):
    """No body, or no query."""


class AddressInput(Input):
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    name: Annotated[str, OneLine(200)]
    line1: Annotated[str, OneLine(200)]
    line2: Annotated[str, OneLine(200)] | None = None
    city: Annotated[str, OneLine(100)]
    state: Annotated[str, OneLine(100)] | None = None
    postal_code: Annotated[str, OneLine(20)] | None = None
    country: Country
    phone: Annotated[str, OneLine(40)] | None = None

    def to_domain(self) -> Address:
        return Address(**self.model_dump())


class CustomerInput(Input):
    """The shopper."""

    email: Email
    name: Annotated[str, OneLine(200)]


class LineInput(Input):
    """Units of one product."""

    sku: Sku
    quantity: Annotated[int, Field(ge=1, le=10_000)]


class CheckoutInput(Input):
    """The shopper pays on the provider's own page, which then leads to one of these addresses.

    Razorpay's payment links lead to `success_url` only.
    """

    kind: Literal["checkout"]
    success_url: WebAddress
    cancel_url: WebAddress | None = None

    def to_domain(self) -> HostedPage:
        return HostedPage(success_url=self.success_url, cancel_url=self.cancel_url)


class QuotedOfferInput(Input):
    """An offer of a quote, by its number there."""

    quote_id: Annotated[str, Field(pattern=f"^{QUOTE_ID.pattern}$")]
    offer: Annotated[int, Field(ge=1, le=100)]

    def to_domain(self) -> ChosenOffer:
        return ChosenOffer(quote_id=self.quote_id, position=self.offer)


class OrderInput(Input):
    """Body of `POST /v1/orders`; prices come from the catalogue.

    `payment_provider`: needed where several are connected. `capture`: when the money is taken,
    the merchant's own default unless given. `shipping`: the offer it is to be shipped by, the
    merchant's strategy decides unless given.
    """

    currency: Currency
    lines: Annotated[list[LineInput], Field(min_length=1, max_length=MAX_LINES)]
    customer: CustomerInput
    ship_to: AddressInput
    reference: Annotated[str, OneLine(64)] | None = None
    payment_provider: Annotated[str, Field(pattern=r"^[a-z]{2,20}$")] | None = None
    capture: Annotated[CaptureMode, Field(strict=False)] | None = None
    payment: CheckoutInput | None = None
    shipping: QuotedOfferInput | None = None

    def to_request(self) -> OrderRequest:
        fields = self.model_dump()
        for name in _ADDED_SINCE:  # bodies from before these existed keep their fingerprint
            if fields[name] is None:
                del fields[name]
        return OrderRequest(
            currency=self.currency,
            lines=tuple(WantedLine(line.sku, line.quantity) for line in self.lines),
            customer=Customer(email=self.customer.email, name=self.customer.name),
            ship_to=self.ship_to.to_domain(),
            reference=self.reference,
            payment_provider=self.payment_provider,
            capture=self.capture,
            page=self.payment.to_domain() if self.payment else None,
            shipping=self.shipping.to_domain() if self.shipping else None,
            fingerprint=_fingerprint(fields),
        )


class CaptureInput(Input):
    """Body of `POST /v1/orders/{order_id}/capture`.

    `amount` in minor units; without it, all that is authorised. The rest is let go.
    """

    amount: Annotated[int, Field(ge=1, le=10**12)] | None = None
    currency: Currency | None = None

    def to_request(self) -> CaptureRequest:
        return CaptureRequest(**self.model_dump(), fingerprint=_fingerprint(self.model_dump()))


class RefundInput(Input):
    """Body of `POST /v1/orders/{order_id}/refunds`.

    `amount` in minor units; without it, all that is left. `currency`, if sent, must be the one
    that was paid in.
    """

    amount: Annotated[int, Field(ge=1, le=10**12)] | None = None
    currency: Currency | None = None
    reason: Annotated[str, OneLine(200)] | None = None

    def to_request(self) -> RefundRequest:
        return RefundRequest(**self.model_dump(), fingerprint=_fingerprint(self.model_dump()))


def _fingerprint(fields: dict[str, object]) -> str:
    """Of the canonical JSON: key order and spaces do not matter."""
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class ProductInput(Input):
    """Body of `PUT /v1/products/{sku}`; `price` in minor units, `stock` what can be sold now."""

    name: Annotated[str, OneLine(200)]
    price: Annotated[int, Field(ge=1, le=10**12)]
    currency: Currency
    weight_grams: Annotated[int, Field(ge=1, le=10**6)]
    stock: Annotated[int, Field(ge=0, le=10**9)]

    def to_request(self, sku: str) -> ProductRequest:
        return ProductRequest(sku=sku, **self.model_dump())


class OrderListQuery(Input):
    """Query of `GET /v1/orders`.

    `cursor` is a `next_cursor` given before, for the same filters. `created_from` is included,
    `created_until` is not.
    """

    limit: PageSize = 25
    cursor: Annotated[str, Field(max_length=200)] | None = None
    status: Annotated[OrderStatus, Field(strict=False)] | None = None
    customer: Email | None = None
    created_from: Instant | None = None
    created_until: Instant | None = None

    def to_filter(self) -> OrderFilter:
        return OrderFilter(until=self.created_until, customer=self.customer, status=self.status)
