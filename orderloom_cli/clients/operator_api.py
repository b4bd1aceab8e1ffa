"""Orderloom's operator API."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Transport


@dataclass(frozen=True)
class OperatorApi:
    """Tenants and their connections to providers."""

    http: JsonHttp

    @classmethod
    def at(cls, transport: Transport, api_url: str, operator_key: str) -> "OperatorApi":
        return cls(JsonHttp(transport, api_url, {"Authorization": f"Bearer {operator_key}"}))

    def create_tenant(self, tenant: dict[str, Any]) -> JsonObject:
        """The answer holds `api_key`, which is never shown again."""
        return self.http.call("POST", "/operator/tenants", tenant)

    def tenant(self, tenant_id: str) -> JsonObject:
        return self.http.get(f"/operator/tenants/{quote(tenant_id, safe='')}")

    def unclaimed_events(self, tenant_id: str) -> JsonObject:
        """Webhooks that waited for an order until their time was over."""
        return self.http.get(f"/operator/tenants/{quote(tenant_id, safe='')}/unclaimed-events")

    def connect(self, tenant_id: str, provider: str, connection: dict[str, Any]) -> JsonObject:
        """Stores the tenant's account at a provider, replacing an earlier one."""
        names = f"{quote(tenant_id, safe='')}/connections/{quote(provider, safe='')}"
        return self.http.call("PUT", f"/operator/tenants/{names}", connection)

    def set_shipping(self, tenant_id: str, policy: dict[str, Any]) -> JsonObject:
        return self.http.call(
            "PUT", f"/operator/tenants/{quote(tenant_id, safe='')}/shipping", policy
        )

    def shipping(self, tenant_id: str) -> JsonObject:
        """The policy, and which carriers answer."""
        return self.http.get(f"/operator/tenants/{quote(tenant_id, safe='')}/shipping")

    def switch_shipping(self, mode: str) -> JsonObject:
        """For all merchants."""
        return self.http.call("PUT", "/operator/shipping-switch", {"mode": mode})

    def start_drain(self, tenant_id: str) -> JsonObject:
        """Starts none beside one that runs."""
        return self.http.call("POST", _drain(tenant_id))

    def drain(self, tenant_id: str) -> JsonObject:
        return self.http.get(_drain(tenant_id))

    def connections(self, tenant_id: str) -> JsonObject:
        return self.http.get(f"/operator/tenants/{quote(tenant_id, safe='')}/connections")

    def rotate(
        self, tenant_id: str, provider: str, secret: str, *, overlap_seconds: int | None = None
    ) -> JsonObject:
        """Adds a signing secret; earlier ones end with the overlap, a day unless given."""
        body: JsonObject = {"signing_secret": secret}
        if overlap_seconds is not None:
            body["overlap_seconds"] = overlap_seconds
        return self.http.call("POST", _signing_secrets(tenant_id, provider), body)

    def retire(self, tenant_id: str, provider: str, secret_id: str) -> JsonObject:
        """Refuses a signing secret from now on."""
        path = f"{_signing_secrets(tenant_id, provider)}/{quote(secret_id, safe='')}"
        return self.http.call("DELETE", path)

    def stock(self, tenant_id: str, sku: str) -> JsonObject:
        return self.http.get(_stock(tenant_id, sku))

    def rebalance(self, tenant_id: str, sku: str) -> JsonObject:
        """Spreads the units of a SKU evenly over its counters."""
        return self.http.call("POST", f"{_stock(tenant_id, sku)}/rebalance")

    def grow(self, tenant_id: str, sku: str, shards: int) -> JsonObject:
        """Gives a SKU at least `shards` counters."""
        return self.http.call("POST", f"{_stock(tenant_id, sku)}/grow", {"shards": shards})

    def reconcile(self, tenant_id: str, *, repair: bool) -> JsonObject:
        """Without `repair` nothing is written."""
        path = f"/operator/tenants/{quote(tenant_id, safe='')}/stock-reconciliations"
        return self.http.call("POST", path, {"repair": repair})


def _drain(tenant_id: str) -> str:
    return f"/operator/tenants/{quote(tenant_id, safe='')}/shipping/drain"


def _signing_secrets(tenant_id: str, provider: str) -> str:
    tenant = quote(tenant_id, safe="")
    return f"/operator/tenants/{tenant}/connections/{quote(provider, safe='')}/signing-secrets"


def _stock(tenant_id: str, sku: str) -> str:
    return f"/operator/tenants/{quote(tenant_id, safe='')}/stock/{quote(sku, safe='')}"
