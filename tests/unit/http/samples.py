"""Requests that are accepted as they are; tests break one thing each."""

import copy
from typing import Any

from orderloom.domain.catalogue import Product
from orderloom.domain.ordered import Address
from orderloom.domain.tenant import Connection, Tenant
from pydantic import SecretStr

from tests.unit.http.memory import NOW, MemoryContainer

Json = dict[str, Any]

ADDRESS: Json = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
ORDER: Json = {
    "currency": "EUR",
    "lines": [{"sku": "TEA-1", "quantity": 2}],
    "customer": {"email": "ada@example.org", "name": "Ada Lovelace"},
    "ship_to": ADDRESS,
    "reference": "basket 7",
}
PRODUCT: Json = {
    "name": "Tea",
    "price": 450,
    "currency": "EUR",
    "weight_grams": 100,
    "stock": 10,
}
TENANT: Json = {"tenant_id": "acme", "name": "Acme", "ship_from": ADDRESS}
STRIPE: Json = {"api_key": "sk_test_12345678", "signing_secrets": ["whsec_abcdefgh"]}


def changed(document: Json, path: str, value: Any) -> Json:
    """A copy with the value at `lines.0.sku` replaced (or added)."""
    copied = copy.deepcopy(document)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = copied
    for part in way:
        place = place[part]
    place[last] = value
    return copied


def without(document: Json, path: str) -> Json:
    copied = copy.deepcopy(document)
    *way, last = path.split(".")
    place: Any = copied
    for part in way:
        place = place[int(part) if part.isdigit() else part]
    del place[last]
    return copied


def a_tenant(tenant_id: str = "acme") -> Tenant:
    return Tenant(
        tenant_id=tenant_id,
        name=tenant_id.title(),
        ship_from=Address(name="Depot", line1="1 Dock Road", city="Leeds", country="GB"),
        payment_window_seconds=600,
        max_payment_attempts=2,
        order_list_shards=2,
        stock_shards=3,
        created_at=NOW,
    )


def stock(container: MemoryContainer, tenant_id: str, sku: str, **fields: Any) -> None:
    """A product of 450 EUR cents with ten units on two counters."""
    given = {
        "sku": sku,
        "name": "Tea",
        "price": 450,
        "currency": "EUR",
        "weight_grams": 100,
        "shards": 2,
        "version": 1,
        "updated_at": NOW,
        **fields,
    }
    product = Product.model_validate(given)
    container.catalogue(tenant_id).add(product, *[5] * product.shards)


def two_tenants() -> MemoryContainer:
    """Acme and Rival, each with a TEA-1 and a Razorpay account of its own."""
    container = MemoryContainer()
    for tenant_id in ("acme", "rival"):
        container.tenants.register(a_tenant(tenant_id), f"olk_{tenant_id}")
        connection = Connection(provider="razorpay", api_key=SecretStr(f"of-{tenant_id}"))
        container.tenants.connect(tenant_id, connection)
        stock(container, tenant_id, "TEA-1")
    return container
