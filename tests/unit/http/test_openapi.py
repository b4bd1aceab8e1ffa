"""The OpenAPI document: valid, current, complete."""

import json
from pathlib import Path

from openapi_spec_validator import validate
from orderloom.http import openapi

from tests.unit.http.samples import ORDER, PRODUCT, STRIPE, TENANT

CONNECTIONS = ("/v1/connections", "/operator/tenants/{tenant_id}/connections")
CONNECTION_PATHS = (
    ("GET", ""),
    ("PUT", "/{provider}"),
    ("POST", "/{provider}/signing-secrets"),
    ("DELETE", "/{provider}/signing-secrets/{secret_id}"),
)
DOCUMENT = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_it_is_valid() -> None:
    validate(openapi.document())


def test_the_committed_one_is_current() -> None:
    """Renew it: python -m orderloom.http.openapi > docs/openapi.json."""
    assert json.loads(DOCUMENT.read_text()) == openapi.document()


def test_it_describes_every_address() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, operations in openapi.document()["paths"].items()
        for method in operations
    }
    assert described == {
        "PUT /v1/products/{sku}",
        "GET /v1/products/{sku}",
        "POST /v1/orders",
        "GET /v1/orders",
        "GET /v1/orders/{order_id}",
        "GET /v1/orders/{order_id}/timeline",
        "GET /v1/orders/{order_id}/ledger",
        "POST /v1/orders/{order_id}/capture",
        "POST /v1/orders/{order_id}/refunds",
        "GET /v1/orders/{order_id}/label",
        "POST /v1/orders/{order_id}/shipment",
        "POST /v1/orders/{order_id}/shipment/retry",
        "POST /v1/orders/{order_id}/cancel",
        "POST /v1/rates",
        "POST /operator/tenants",
        "GET /operator/tenants/{tenant_id}",
        *(f"{method} /operator/shipping-switch" for method in ("GET", "PUT")),
        *(f"{method} /operator/tenants/{{tenant_id}}/shipping" for method in ("GET", "PUT")),
        *(f"{method} /operator/tenants/{{tenant_id}}/shipping/drain" for method in ("GET", "POST")),
        *(f"{method} {base}{path}" for base in CONNECTIONS for method, path in CONNECTION_PATHS),
        "GET /operator/tenants/{tenant_id}/stock/{sku}",
        "POST /operator/tenants/{tenant_id}/stock/{sku}/rebalance",
        "POST /operator/tenants/{tenant_id}/stock/{sku}/grow",
        "POST /operator/tenants/{tenant_id}/stock-reconciliations",
        "GET /operator/tenants/{tenant_id}/unclaimed-events",
        "GET /operator/unowned-events",
        "PUT /operator/tenants/{tenant_id}/connections/{provider}/platform-webhooks",
    }


def test_it_shows_the_bounds_of_every_field() -> None:
    schemas = openapi.document()["components"]["schemas"]
    for model in ("OrderInput", "LineInput", "AddressInput", "ProductInput", "TenantInput"):
        assert schemas[model]["additionalProperties"] is False
    quantity = schemas["LineInput"]["properties"]["quantity"]
    assert quantity == {"maximum": 10_000, "minimum": 1, "title": "Quantity", "type": "integer"}
    assert schemas["AddressInput"]["properties"]["line1"]["maxLength"] == 200


def test_the_samples_of_the_tests_are_of_its_shapes() -> None:
    schemas = openapi.document()["components"]["schemas"]
    samples = {
        "OrderInput": ORDER,
        "ProductInput": PRODUCT,
        "TenantInput": TENANT,
        "ConnectionInput": STRIPE,
    }
    for model, sample in samples.items():
        assert set(schemas[model]["required"]) <= set(sample) <= set(schemas[model]["properties"])
