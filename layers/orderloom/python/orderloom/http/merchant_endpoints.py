"""The addresses of the merchants' API, as data: the router and the OpenAPI document read it."""

from collections.abc import Callable

from orderloom.http import problems
from orderloom.http.connection_endpoints import connections_of_merchants
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Endpoint
from orderloom.http.inputs import (
    Nothing,
    OrderInput,
    OrderListQuery,
    ProductInput,
)
from orderloom.http.merchant_api import IDEMPOTENCY_HEADER, MerchantApi
from orderloom.http.money_endpoints import money_endpoints
from orderloom.http.outputs import OrderOutput
from orderloom.http.product_outputs import ProductOutput
from orderloom.http.shipping_api import shipping_endpoints
from orderloom.http.timeline_outputs import OrderListOutput, TimelineOutput

_ORDER = "/v1/orders/{order_id}"
_PRODUCT = "/v1/products/{sku}"


def merchant_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Every endpoint below `/v1` but that of `rates_api`, which a function of its own serves."""
    api = MerchantApi(container)
    return (
        *_products(api),
        *_orders(api),
        *_one_order(api),
        *money_endpoints(api),
        *shipping_endpoints(container),
        _cancel(api),
        *connections_of_merchants(container),
    )


def _products(api: MerchantApi) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="PUT",
            path=_PRODUCT,
            name="putProduct",
            summary="Create or replace a product and set its stock",
            answer=api.put_product,
            body=ProductInput,
            query=Nothing,
            output=ProductOutput,
            replies={200: "Replaced", 201: "Created"},
            refusals=(problems.TRY_AGAIN,),
        ),
        Endpoint(
            method="GET",
            path=_PRODUCT,
            name="getProduct",
            summary="Read a product and its stock",
            answer=api.get_product,
            body=Nothing,
            query=Nothing,
            output=ProductOutput,
            replies={200: "The product"},
        ),
    )


def _orders(api: MerchantApi) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="POST",
            path="/v1/orders",
            name="placeOrder",
            summary="Place an order",
            answer=api.place_order,
            body=OrderInput,
            query=Nothing,
            output=OrderOutput,
            replies={201: "Placed; `Idempotent-Replayed: true` if it was before"},
            refusals=(
                problems.IDEMPOTENCY_KEY_REQUIRED,
                problems.INSUFFICIENT_STOCK,
                problems.UNKNOWN_SKU,
                problems.WRONG_CURRENCY,
                problems.PAYMENT_PROVIDER,
                problems.QUOTE_EXPIRED,
                problems.IDEMPOTENCY_KEY_REUSED,
            ),
            request_headers={
                IDEMPOTENCY_HEADER: "1 to 255 printable ASCII characters, kept for 24 hours"
            },
        ),
        Endpoint(
            method="GET",
            path="/v1/orders",
            name="listOrders",
            summary="List orders, newest first",
            answer=api.list_orders,
            body=Nothing,
            query=OrderListQuery,
            output=OrderListOutput,
            replies={200: "A page"},
        ),
    )


def _one_order(api: MerchantApi) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="GET",
            path=_ORDER,
            name="getOrder",
            summary="Read an order",
            answer=api.get_order,
            body=Nothing,
            query=Nothing,
            output=OrderOutput,
            replies={200: "The order"},
        ),
        Endpoint(
            method="GET",
            path=f"{_ORDER}/timeline",
            name="getTimeline",
            summary="Read everything that happened to an order",
            answer=api.get_timeline,
            body=Nothing,
            query=Nothing,
            output=TimelineOutput,
            replies={200: "The timeline"},
        ),
    )


def _cancel(api: MerchantApi) -> AnyEndpoint:
    return Endpoint(
        method="POST",
        path=f"{_ORDER}/cancel",
        name="cancelOrder",
        summary="Cancel an order that has not been shipped",
        answer=api.cancel_order,
        body=Nothing,
        query=Nothing,
        output=OrderOutput,
        replies={202: "It is being cancelled, or was before"},
        refusals=(problems.CONFLICT, problems.TRY_AGAIN),
    )
