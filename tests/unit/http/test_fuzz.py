"""Whatever is sent is answered, documented, and stored whole or not at all."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.http.client import OPERATOR, Client
from tests.unit.http.samples import ORDER, PRODUCT, STRIPE, TENANT, changed

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["TEA-1", "EUR", "GB", "ada@example.org", "\x00", "\ud800", "é" * 300, 10**25]
    )
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ORDER_PATHS = [
    *("currency", "lines", "lines.0", "lines.0.sku", "lines.0.quantity", "lines.0.extra"),
    *("customer", "customer.email", "customer.name", "ship_to", "ship_to.country"),
    *("ship_to.phone", "ship_to.line2", "reference", "extra"),
]
FUZZED = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def broken(sample: dict[str, Any], paths: list[str]) -> st.SearchStrategy[Any]:
    """A good body with one to three values replaced; shallow first, so that paths stay."""
    edits = st.dictionaries(st.sampled_from(paths), ANYTHING, min_size=1, max_size=3)

    def applied(values: dict[str, Any]) -> dict[str, Any]:
        body = sample
        for path in sorted(values, key=len, reverse=True):
            body = changed(body, path, values[path])
        return body

    return edits.map(applied)


@FUZZED
@given(body=broken(ORDER, ORDER_PATHS) | ANYTHING | st.text(), is_base64=st.booleans())
def test_an_order_is_stored_whole_or_refused(body: Any, *, is_base64: bool) -> None:
    client = Client()
    answer = client.order(body, is_base64=is_base64)
    assert answer.status in {201, 400, 409, 413, 422}
    stored = client.container.orders("acme").stored
    assert stored == ((1, 1, 1) if answer.status == 201 else (0, 0, 0))


@FUZZED
@given(body=broken(PRODUCT, [*PRODUCT, "extra"]) | ANYTHING)
def test_a_product_is_stored_whole_or_refused(body: Any) -> None:
    client = Client()
    answer = client.send("PUT", "/v1/products/MUG", body)
    assert answer.status in {201, 400, 422}
    stored = client.container.catalogue("acme").products(["MUG"])
    assert bool(stored) == (answer.status == 201)


@FUZZED
@given(
    tenant=broken(TENANT, [*TENANT, "ship_from.city", "payment_window_seconds", "extra"]),
    connection=broken(STRIPE, [*STRIPE, "signing_secrets.0", "carrier_ids", "extra"]),
)
def test_operators_bodies_are_answered(tenant: Any, connection: Any) -> None:
    client = Client()
    registered = client.send("POST", "/operator/tenants", tenant, caller=OPERATOR)
    assert registered.status in {201, 400, 409, 422}
    path = "/operator/tenants/acme/connections/stripe"
    connected = client.send("PUT", path, connection, caller=OPERATOR)
    assert connected.status in {200, 400, 422}
    assert ("stripe" in client.container.tenants.connected("acme")) == (connected.status == 200)


@FUZZED
@given(
    path=st.text(max_size=30),
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    query=st.dictionaries(st.sampled_from(["limit", "cursor"]) | st.text(max_size=5), st.text()),
    key=st.text(max_size=300),
)
def test_any_path_query_and_header_is_answered(
    path: str, method: str, query: dict[str, str], key: str
) -> None:
    client = Client()
    for prefix in ("/", "/v1/", "/v1/orders/", "/v1/products/", "/v1/orders"):
        headers = {"Idempotency-Key": key}
        answer = client.send(method, f"{prefix}{path}", ORDER, query=query, headers=headers)
        assert answer.status < 500
        json.dumps(answer.json).encode()
