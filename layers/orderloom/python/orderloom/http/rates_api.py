"""The merchants' API for what carriers would take, `POST /v1/rates`."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from orderloom.domain.identifiers import ORDER_ID
from orderloom.errors import InvalidRequest, NotFound
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.fields import Currency
from orderloom.http.inputs import AddressInput, Input, Nothing
from orderloom.http.parcel_inputs import MOST_PARCELS, ContentInput, ParcelInput
from orderloom.http.problems import CONFLICT
from orderloom.http.quote_outputs import QuoteOutput
from orderloom.ports.orders import OrderRepository
from orderloom.services.quote_rates import Question, QuoteRates
from orderloom.services.shipment_of import contents_of, parcels_of

_INSTEAD_OF_AN_ORDER = ("ship_to", "currency")


class RatesInput(Input):
    """Body of `POST /v1/rates`: an order, or an address with parcels and a currency.

    `ship_from`: the merchant's own address unless given. `contents`: what customs want to know.
    An order's `parcels` are its own unless given.
    """

    order_id: Annotated[str, Field(pattern=f"^{ORDER_ID.pattern}$")] | None = None
    ship_to: AddressInput | None = None
    ship_from: AddressInput | None = None
    parcels: Annotated[list[ParcelInput], Field(min_length=1, max_length=MOST_PARCELS)] | None = (
        None
    )
    contents: Annotated[list[ContentInput], Field(max_length=90)] | None = None
    currency: Currency | None = None

    def to_question(self, orders: OrderRepository) -> Question:
        """Raises InvalidRequest, naming what is missing or too much."""
        ship_from = self.ship_from.to_domain() if self.ship_from else None
        parcels = tuple(parcel.to_domain() for parcel in self.parcels or ())
        contents = tuple(content.to_domain() for content in self.contents or ())
        if self.order_id is None:
            ship_to, currency = self.ship_to, self.currency
            if ship_to is None or currency is None or not parcels:
                raise self._missing()
            return Question(ship_to.to_domain(), parcels, contents, currency, ship_from)
        for name in _INSTEAD_OF_AN_ORDER:
            if getattr(self, name) is not None:
                raise InvalidRequest("is the order's own", field=name)
        try:
            order, placed = orders.get(self.order_id), orders.placed(self.order_id)
        except NotFound:
            raise InvalidRequest("there is no such order", field="order_id") from None
        return Question(
            placed.ship_to,
            parcels or parcels_of(order, placed),
            contents or contents_of(placed),
            order.currency,
            ship_from,
        )

    def _missing(self) -> InvalidRequest:
        missing = next(
            name for name in ("ship_to", "parcels", "currency") if getattr(self, name) is None
        )
        return InvalidRequest("is needed where no order is named", field=missing)


def rates_endpoint(container: Callable[[], ApiContainer]) -> AnyEndpoint:
    """The one endpoint of this module."""

    def quote(call: Call[RatesInput, Nothing]) -> Reply:
        parts = container()
        tenant = parts.tenants.tenant(call.tenant_id)
        ask = QuoteRates(
            tenant=tenant,
            accounts=parts.carriers(call.tenant_id),
            quotes=parts.quotes(call.tenant_id),
            clock=parts.clock,
            random_bits=parts.random_bits,
        )
        quoted = ask(call.body.to_question(parts.orders(call.tenant_id)))
        return Reply(200, QuoteOutput.of(quoted, tenant.shipping))

    return Endpoint(
        method="POST",
        path="/v1/rates",
        name="quoteRates",
        summary="Ask all carriers what they would take",
        answer=quote,
        body=RatesInput,
        query=Nothing,
        output=QuoteOutput,
        replies={200: "What those offer who answered in time, and who did not"},
        refusals=(CONFLICT,),
    )
