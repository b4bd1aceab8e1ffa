"""The merchants' API: orders and products under `/v1`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from orderloom.errors import InvalidRequest
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import Call, Reply
from orderloom.http.inputs import (
    CaptureInput,
    Nothing,
    OrderInput,
    OrderListQuery,
    ProductInput,
    RefundInput,
)
from orderloom.http.money_outputs import CaptureOutput, LedgerOutput, RefundOutput
from orderloom.http.outputs import OrderOutput
from orderloom.http.path_ids import known_sku_in, new_sku_in, order_id_in
from orderloom.http.problems import IDEMPOTENCY_KEY_REQUIRED, refusal_naming
from orderloom.http.product_outputs import ProductOutput
from orderloom.http.telemetry import count, logger
from orderloom.http.timeline_outputs import OrderListOutput, TimelineOutput
from orderloom.services.cancel_order import CancelOrder
from orderloom.services.list_orders import ListOrders
from orderloom.services.place_order import PlaceOrder
from orderloom.services.put_product import PutProduct
from orderloom.services.request_capture import RequestCapture
from orderloom.services.request_refund import RequestRefund
from orderloom.services.restore_order import RestoreOrder
from orderloom.services.tell_contention import TellContention
from orderloom.services.view_order import OrderView, ViewOrder
from orderloom.services.view_product import ViewProduct

IDEMPOTENCY_HEADER = "Idempotency-Key"
_IDEMPOTENCY_KEY = re.compile(r"[ -~]{1,255}")

Bare = Call[Nothing, Nothing]


class MerchantApi:
    """Each method answers one endpoint, for the tenant of the call and no other."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def put_product(self, call: Call[ProductInput, Nothing]) -> Reply:
        container = self._container()
        put = PutProduct(
            catalogue=container.catalogue(call.tenant_id),
            tenants=container.tenants,
            clock=container.clock,
        )
        stocked = put(call.body.to_request(new_sku_in(call.path)))
        return Reply(201 if stocked.created else 200, ProductOutput.of(stocked))

    def get_product(self, call: Bare) -> Reply:
        view = ViewProduct(catalogue=self._container().catalogue(call.tenant_id))
        return Reply(200, ProductOutput.of(view(known_sku_in(call.path))))

    def place_order(self, call: Call[OrderInput, Nothing]) -> Reply:
        container = self._container()
        place = PlaceOrder(
            orders=container.orders(call.tenant_id),
            catalogue=container.catalogue(call.tenant_id),
            tenants=container.tenants,
            providers=container.providers,
            quotes=container.quotes(call.tenant_id),
            clock=container.clock,
            random_bits=container.random_bits,
        )
        contention = TellContention(rates=container.rates(call.tenant_id), clock=container.clock)
        with contention.over_order_list(container.tenants):
            result = place(call.body.to_request(), _idempotency_key(call.headers))
        logger.append_keys(order_id=result.order.order_id)
        document = OrderOutput.of(OrderView(result.order, result.placed))
        if result.replayed:
            return Reply(201, document, {"Idempotent-Replayed": "true"})
        count("api.orders_placed")
        return Reply(201, document)

    def list_orders(self, call: Call[Nothing, OrderListQuery]) -> Reply:
        container = self._container()
        orders_page = ListOrders(
            orders=container.orders(call.tenant_id),
            tenants=container.tenants,
            cursors=container.cursors,
        )(
            limit=call.query.limit,
            cursor=call.query.cursor,
            since=call.query.created_from,
            only=call.query.to_filter(),
        )
        return Reply(200, OrderListOutput.of(orders_page))

    def get_order(self, call: Bare) -> Reply:
        return Reply(200, OrderOutput.of(self._view(call)(_order_id(call))))

    def get_timeline(self, call: Bare) -> Reply:
        return Reply(200, TimelineOutput.of(self._view(call).timeline(_order_id(call))))

    def cancel_order(self, call: Bare) -> Reply:
        container = self._container()
        cancel = CancelOrder(
            orders=container.orders(call.tenant_id), view=self._view(call), clock=container.clock
        )
        return Reply(202, OrderOutput.of(cancel(_order_id(call))))

    def get_ledger(self, call: Bare) -> Reply:
        return Reply(200, LedgerOutput.of(self._view(call).ledger(_order_id(call))))

    def request_capture(self, call: Call[CaptureInput, Nothing]) -> Reply:
        container = self._container()
        order_id = order_id_in(call.path)
        logger.append_keys(order_id=order_id)
        request = RequestCapture(
            orders=container.orders(call.tenant_id),
            providers=container.providers,
            clock=container.clock,
        )
        result = request(order_id, call.body.to_request(), _idempotency_key(call.headers))
        document = CaptureOutput.of(result)
        if result.replayed:
            return Reply(202, document, {"Idempotent-Replayed": "true"})
        count("api.captures_requested")
        return Reply(202, document)

    def request_refund(self, call: Call[RefundInput, Nothing]) -> Reply:
        container = self._container()
        order_id = order_id_in(call.path)
        logger.append_keys(order_id=order_id)
        request = RequestRefund(
            orders=container.orders(call.tenant_id),
            view=self._view(call),
            restore=RestoreOrder(
                departures_for=container.departures,
                archive_for=container.archive,
                tenants=container.tenants,
                clock=container.clock,
            ),
            clock=container.clock,
        )
        result = request(order_id, call.body.to_request(), _idempotency_key(call.headers))
        document = RefundOutput.of(result)
        if result.replayed:
            return Reply(202, document, {"Idempotent-Replayed": "true"})
        count("api.refunds_requested")
        return Reply(202, document)

    def _view(self, call: Call[Any, Nothing]) -> ViewOrder:
        container = self._container()
        return ViewOrder(
            orders=container.orders(call.tenant_id), archive=container.archive(call.tenant_id)
        )


def _order_id(call: Bare) -> str:
    order_id = order_id_in(call.path)
    logger.append_keys(order_id=order_id)
    return order_id


def _idempotency_key(headers: Mapping[str, str]) -> str:
    key = headers.get(IDEMPOTENCY_HEADER.lower(), "")
    if not key:
        message = "Send a key of your choice, new for each order, capture and refund."
        raise refusal_naming(IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_HEADER, message)
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        message = "must be 1 to 255 printable ASCII characters"
        raise InvalidRequest(message, field=IDEMPOTENCY_HEADER)
    return key
