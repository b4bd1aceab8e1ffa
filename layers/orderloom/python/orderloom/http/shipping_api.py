"""The merchants' API for an order's label and shipment."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.quote import WantedOffer
from orderloom.http import problems
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.fields import Currency, OneLine
from orderloom.http.inputs import Input, Nothing, QuotedOfferInput
from orderloom.http.operator_shipping import ACCOUNT
from orderloom.http.outputs import LabelOutput, OrderOutput
from orderloom.http.path_ids import order_id_in
from orderloom.http.telemetry import logger
from orderloom.services.enter_shipment import EnteredShipment, EnterShipment
from orderloom.services.link_label import LinkLabel
from orderloom.services.quoted_offer import QuotedOffer
from orderloom.services.retry_shipment import RetryShipment, Wish
from orderloom.services.view_order import ViewOrder

_SHIPMENT = "/v1/orders/{order_id}/shipment"
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


class CostInput(Input):
    """What a label cost; `amount` in minor units of `currency`."""

    amount: Annotated[int, Field(ge=0, le=10**12)]
    currency: Currency


class ShipmentInput(Input):
    """Body of `POST …/shipment`: a parcel that is with its carrier already.

    `account`: the connection through which its tracking is told.
    """

    account: Annotated[str, Field(pattern=ACCOUNT)]
    carrier: Annotated[str, Field(pattern=_ID, max_length=60)]
    service: Annotated[str, OneLine(100)] | None = None
    tracking_number: Annotated[str, Field(pattern=_ID, max_length=100)]
    cost: CostInput | None = None

    def to_request(self) -> EnteredShipment:
        return EnteredShipment(
            account=self.account,
            carrier=self.carrier,
            service=self.service,
            tracking_number=self.tracking_number,
            cost=self.cost.amount if self.cost else None,
            cost_currency=self.cost.currency if self.cost else None,
        )


class RetryInput(Input):
    """Body of `POST …/shipment/retry`.

    `nothing_bought`: where a label may have been bought: somebody looked, and there is none.
    `shipping`: the offer to ship it by; the merchant's strategy decides unless given.
    """

    nothing_bought: bool = False
    shipping: QuotedOfferInput | None = None


class ShippingApi:
    """Each method answers one endpoint, for the tenant of the call and no other."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def enter(self, call: Call[ShipmentInput, Nothing]) -> Reply:
        container, order_id = self._container(), order_id_in(call.path)
        logger.append_keys(order_id=order_id)
        enter = EnterShipment(orders=container.orders(call.tenant_id), clock=container.clock)
        return Reply(200, OrderOutput.of(enter(order_id, call.body.to_request())))

    def retry(self, call: Call[RetryInput, Nothing]) -> Reply:
        container, order_id = self._container(), order_id_in(call.path)
        logger.append_keys(order_id=order_id)
        retry = RetryShipment(
            orders=container.orders(call.tenant_id),
            purchases=container.label_purchases(call.tenant_id),
            clock=container.clock,
        )
        order = retry(order_id, nothing_bought=call.body.nothing_bought, wish=self._wish(call))
        return Reply(202, OrderOutput.of(order))

    def _wish(self, call: Call[RetryInput, Nothing]) -> Wish:
        """The chosen offer; without one, whatever was chosen before is no longer wanted."""
        container, chosen = self._container(), call.body.shipping
        quoted = QuotedOffer(quotes=container.quotes(call.tenant_id), clock=container.clock)

        def wish(_order: Order, placed: Placed) -> WantedOffer | None:
            if chosen is None:
                return None
            ship_from = container.tenants.tenant(call.tenant_id).ship_from
            return quoted.for_order(chosen.to_domain(), ship_from=ship_from, placed=placed)

        return wish

    def label(self, call: Call[Nothing, Nothing]) -> Reply:
        container, order_id = self._container(), order_id_in(call.path)
        logger.append_keys(order_id=order_id)
        view = ViewOrder(
            orders=container.orders(call.tenant_id), archive=container.archive(call.tenant_id)
        )
        link = LinkLabel(view=view, labels=container.labels, clock=container.clock)(order_id)
        return Reply(
            200,
            LabelOutput(url=link.url, expires_at=link.expires_at, format=link.label_format),
        )


def shipping_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Every endpoint of an order's shipment."""
    api = ShippingApi(container)
    return (
        Endpoint(
            method="GET",
            path="/v1/orders/{order_id}/label",
            name="getLabel",
            summary="Get a link to an order's label, good for five minutes",
            answer=api.label,
            body=Nothing,
            query=Nothing,
            output=LabelOutput,
            replies={200: "The link"},
            refusals=(problems.CONFLICT,),
        ),
        Endpoint(
            method="POST",
            path=_SHIPMENT,
            name="enterShipment",
            summary="Say how an order was sent by hand",
            answer=api.enter,
            body=ShipmentInput,
            query=Nothing,
            output=OrderOutput,
            replies={200: "The order, labelled"},
            refusals=(problems.CONFLICT, problems.TRY_AGAIN),
        ),
        Endpoint(
            method="POST",
            path=f"{_SHIPMENT}/retry",
            name="retryShipment",
            summary="Try again to buy the label of an order that waits for a person",
            answer=api.retry,
            body=RetryInput,
            query=Nothing,
            output=OrderOutput,
            replies={202: "It is tried again"},
            refusals=(problems.CONFLICT, problems.QUOTE_EXPIRED, problems.TRY_AGAIN),
        ),
    )
