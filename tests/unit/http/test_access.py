"""Who may do what, and what the API does not have."""

import pytest

from tests.unit.http.client import MERCHANT, OPERATOR, Client
from tests.unit.http.samples import TENANT

ADDRESSES = [
    ("GET", "/v1/orders"),
    ("POST", "/v1/orders"),
    ("GET", "/v1/orders/ord_01HZZZZZZZZZZZZZZZZZZZZZZZ"),
    ("POST", "/v1/orders/ord_01HZZZZZZZZZZZZZZZZZZZZZZZ/cancel"),
    ("GET", "/v1/products/TEA-1"),
    ("PUT", "/v1/products/TEA-1"),
]


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_an_operator_must_name_a_tenant(client: Client, method: str, path: str) -> None:
    answer = client.send(method, path, caller=OPERATOR)
    assert (answer.status, answer.slug) == (400, "tenant-required")
    assert answer.fields == ["X-Orderloom-Tenant"]


@pytest.mark.parametrize("tenant_id", ["nobody", "a", "A-B", "acme,rival", "T#acme", "x" * 500])
@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_an_operator_for_an_unknown_tenant_finds_nothing(
    client: Client, method: str, path: str, tenant_id: str
) -> None:
    caller = {"role": "operator", "tenant_id": tenant_id}
    answer = client.send(method, path, caller=caller)
    assert (answer.status, answer.slug) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/operator/tenants"),
        ("GET", "/operator/tenants/acme"),
        ("PUT", "/operator/tenants/acme/connections/stripe"),
    ],
)
def test_merchants_may_not_operate(client: Client, method: str, path: str) -> None:
    answer = client.send(method, path, TENANT, caller=MERCHANT)
    assert (answer.status, answer.slug) == (403, "forbidden")


@pytest.mark.parametrize(
    "caller", [None, {}, {"role": "merchant"}, {"role": "admin", "tenant_id": "acme"}]
)
@pytest.mark.parametrize("path", ["/v1/orders", "/operator/tenants/acme"])
def test_a_caller_the_authorizer_did_not_describe_is_nobody(
    client: Client, path: str, caller: dict[str, str] | None
) -> None:
    answer = client.send("GET", path, caller=caller)
    assert (answer.status, answer.slug) == (403, "forbidden")


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/order",
        "/v1/orders/",
        "/v1/orders/a/b",
        "/v2/orders",
        "/operator/x",
        "/",
        "/v1/orders\n",
        "/v1/products/TEA-1\n",
    ],
)
def test_an_unknown_address_is_a_problem(client: Client, path: str) -> None:
    answer = client.send("GET", path)
    assert (answer.status, answer.slug) == (404, "not-found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/orders", "GET, POST"),
        ("PATCH", "/v1/products/TEA-1", "GET, PUT"),
        ("GET", "/v1/orders/x/cancel", "POST"),
        ("HEAD", "/v1/orders", "GET, POST"),
        ("GET", "/operator/tenants", "POST"),
    ],
)
def test_a_method_an_address_lacks_is_a_problem(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.send(method, path)
    assert (answer.status, answer.slug) == (405, "method-not-allowed")
    assert answer.headers["allow"] == allowed
