"""Orderloom's merchant API, as one merchant or as an operator acting for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Reply, Transport


@dataclass(frozen=True)
class MerchantApi:
    """Orders and products of one tenant."""

    http: JsonHttp

    @classmethod
    def as_merchant(cls, transport: Transport, api_url: str, api_key: str) -> "MerchantApi":
        return cls(JsonHttp(transport, api_url, {"Authorization": f"Bearer {api_key}"}))

    @classmethod
    def as_operator(
        cls, transport: Transport, api_url: str, operator_key: str, tenant_id: str
    ) -> "MerchantApi":
        headers = {"Authorization": f"Bearer {operator_key}", "X-Orderloom-Tenant": tenant_id}
        return cls(JsonHttp(transport, api_url, headers))

    def put_product(self, sku: str, product: dict[str, Any]) -> JsonObject:
        return self.http.call("PUT", f"/v1/products/{quote(sku, safe='')}", product)

    def product(self, sku: str) -> JsonObject:
        return self.http.get(f"/v1/products/{quote(sku, safe='')}")

    def place(self, order: dict[str, Any], *, idempotency_key: str) -> JsonObject:
        headers = {"Idempotency-Key": idempotency_key}
        return self.http.call("POST", "/v1/orders", order, headers)

    def order(self, order_id: str) -> JsonObject:
        return self.http.get(f"/v1/orders/{quote(order_id, safe='')}")

    def orders(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        filters: Mapping[str, str | None] | None = None,
    ) -> JsonObject:
        return self.http.get("/v1/orders", {"limit": limit, "cursor": cursor, **(filters or {})})

    def timeline(self, order_id: str) -> JsonObject:
        return self.http.get(f"/v1/orders/{quote(order_id, safe='')}/timeline")

    def capture(
        self, order_id: str, capture: dict[str, Any], *, idempotency_key: str
    ) -> JsonObject:
        path = f"/v1/orders/{quote(order_id, safe='')}/capture"
        return self.http.call("POST", path, capture, {"Idempotency-Key": idempotency_key})

    def refund(self, order_id: str, refund: dict[str, Any], *, idempotency_key: str) -> JsonObject:
        path = f"/v1/orders/{quote(order_id, safe='')}/refunds"
        return self.http.call("POST", path, refund, {"Idempotency-Key": idempotency_key})

    def ledger(self, order_id: str) -> JsonObject:
        return self.http.get(f"/v1/orders/{quote(order_id, safe='')}/ledger")

    def label(self, order_id: str) -> JsonObject:
        return self.http.get(f"/v1/orders/{quote(order_id, safe='')}/label")

    def rates(self, question: dict[str, Any]) -> JsonObject:
        return self.http.call("POST", "/v1/rates", question)

    def retry_shipment(self, order_id: str, *, nothing_bought: bool) -> JsonObject:
        path = f"/v1/orders/{quote(order_id, safe='')}/shipment/retry"
        return self.http.call("POST", path, {"nothing_bought": nothing_bought})

    def enter_shipment(self, order_id: str, parcel: dict[str, Any]) -> JsonObject:
        return self.http.call("POST", f"/v1/orders/{quote(order_id, safe='')}/shipment", parcel)

    def cancel(self, order_id: str) -> JsonObject:
        return self.http.call("POST", f"/v1/orders/{quote(order_id, safe='')}/cancel")


@dataclass(frozen=True)
class WebhookDoor:
    """Posts webhooks the way a provider (or somebody pretending to be one) does."""

    http: JsonHttp

    def post(self, provider: str, tenant_id: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return self.http.raw("POST", f"/webhooks/{provider}/{tenant_id}", body, headers)
