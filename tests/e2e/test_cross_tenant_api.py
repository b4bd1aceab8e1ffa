"""Every operation of the API's document, tried with what belongs to another tenant."""

import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from orderloom_cli.clients.json_http import JsonHttp
from orderloom_cli.clients.transport import Reply
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.victim import EMAIL, SKU, Victim
from tests.e2e.world import ADDRESS, MUG, Merchant, World, an_order

_DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
_METHODS = {"get", "put", "post", "patch", "delete"}


class Operation(NamedTuple):
    name: str
    method: str
    path: str


OPERATIONS = [
    Operation(operation["operationId"], method.upper(), path)
    for path, methods in _DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in _METHODS
]
MERCHANTS = [operation for operation in OPERATIONS if operation.path.startswith("/v1/")]
OPERATORS = [operation for operation in OPERATIONS if operation.path.startswith("/operator/")]

ANSWERS = {
    "putProduct": 201,  # of its own, which happens to be called the same
    "getProduct": 404,
    "placeOrder": 422,
    "listOrders": 422,
    "getOrder": 404,
    "getTimeline": 404,
    "requestCapture": 404,
    "requestRefund": 404,
    "getLedger": 404,
    "getLabel": 404,
    "enterShipment": 404,
    "retryShipment": 404,
    "cancelOrder": 404,
    "quoteRates": 422,
    "listMyConnections": 200,  # its own, as are the next two
    "connectMyProvider": 200,
    "rotateMySigningSecret": 201,
    "retireMySigningSecret": 404,
}
"""To a merchant that names another's order, product or cursor."""

CHANGE_WHO_SENDS_THEM = {"putProduct", "connectMyProvider", "rotateMySigningSecret"}
_ACCOUNT = {"api_key": "sk_test_mine", "signing_secrets": ["whsec_mine"]}
BODIES: dict[str, Any] = {
    "putProduct": MUG,
    "placeOrder": an_order(sku=SKU),
    "requestCapture": {"amount": 1},
    "requestRefund": {"reason": "give me that"},
    "connectMyProvider": _ACCOUNT,
    "rotateMySigningSecret": {"signing_secret": "whsec_anew"},
    "rotateSigningSecret": {"signing_secret": "whsec_anew"},
    "registerTenant": {"tenant_id": "shop-stolen", "name": "Shop", "ship_from": ADDRESS},
    "connectProvider": _ACCOUNT,
    "enterShipment": {"account": "ups", "carrier": "ups", "tracking_number": "1Z7"},
    "retryShipment": {"nothing_bought": True},
    "putShippingPolicy": {"mode": "manual"},
    "putShippingSwitch": {"mode": "automatic"},
    "growStock": {"shards": 8},
    "reconcileStock": {"repair": True},
}
STRANGE_IDS = ["a#b", "../x", "..", "a/b", "a\nb", "a\x00b", "T#shop-1", "x" * 300]


def by_name(operation: Operation) -> str:
    return operation.name


@pytest.fixture(scope="module")
def victim(world: World) -> Victim:
    return Victim.of(world)


@pytest.fixture(scope="module")
def regular(world: World) -> Merchant:
    return world.merchant()


@pytest.fixture
def attacker(world: World, regular: Merchant, operation: Operation) -> Merchant:
    """Who puts a product called as the victim's has one from then on, and so with connections."""
    return world.merchant() if operation.name in CHANGE_WHO_SENDS_THEM else regular


def send(
    world: World,
    operation: Operation,
    path: str,
    key: str,
    tenant: str | None = None,
    order_id: str | None = None,
) -> Reply:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if tenant is not None:
        headers["X-Orderloom-Tenant"] = tenant
    body = {"order_id": order_id} if operation.name == "quoteRates" else BODIES.get(operation.name)
    raw = None if body is None else json.dumps(body).encode()
    http = JsonHttp(world.transport, world.details.api_url, headers)
    return http.raw(operation.method, path, raw, {"Idempotency-Key": "cross-tenant"})


def attack(victim: Victim, operation: Operation, key: str, tenant: str | None = None) -> int:
    """The answer's status; whatever it is, it tells nothing, and nothing is changed."""
    query = f"?cursor={quote(victim.cursor)}" if operation.name == "listOrders" else ""
    path = victim.named_in(operation.path) + query
    reply = send(victim.world, operation, path, key, tenant, victim.unpaid["id"])
    victim.assert_not_told(reply.body)
    victim.assert_untouched()
    return reply.status


def test_every_operation_has_its_expected_answer() -> None:
    assert {operation.name for operation in MERCHANTS} == ANSWERS.keys()
    assert len(OPERATIONS) == len(MERCHANTS) + len(OPERATORS)


@pytest.mark.parametrize("operation", MERCHANTS, ids=by_name)
def test_with_its_own_key(attacker: Merchant, victim: Victim, operation: Operation) -> None:
    assert attack(victim, operation, attacker.api_key) == ANSWERS[operation.name]


@pytest.mark.parametrize("operation", MERCHANTS, ids=by_name)
def test_with_its_own_key_and_the_others_name(
    attacker: Merchant, victim: Victim, operation: Operation
) -> None:
    status = attack(victim, operation, attacker.api_key, victim.tenant_id)
    assert status == ANSWERS[operation.name]


@pytest.mark.parametrize("operation", MERCHANTS, ids=by_name)
def test_an_operator_who_acts_for_one_tenant_does_not_act_for_another(
    world: World, attacker: Merchant, victim: Victim, operation: Operation
) -> None:
    status = attack(victim, operation, world.operator_key, attacker.tenant_id)
    assert status == ANSWERS[operation.name]


@pytest.mark.parametrize("operation", OPERATORS, ids=by_name)
def test_what_is_the_operators_is_no_merchants(
    regular: Merchant, victim: Victim, operation: Operation
) -> None:
    assert attack(victim, operation, regular.api_key) == 403
    assert attack(victim, operation, victim.merchant.api_key) == 403


@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
def test_a_truncated_key_opens_nothing(victim: Victim, operation: Operation) -> None:
    assert attack(victim, operation, victim.merchant.api_key[:-1]) == 403


def test_anothers_idempotency_key_finds_no_order_of_its(
    merchant: Merchant, regular: Merchant
) -> None:
    mine = merchant.api.place(an_order(), idempotency_key="the same")
    theirs = regular.api.place(an_order(), idempotency_key="the same")
    assert mine["id"] != theirs["id"]
    assert regular.api.order(theirs["id"])["id"] == theirs["id"]


def test_anothers_customer_has_no_orders_here(regular: Merchant, victim: Victim) -> None:
    reply = regular.api.http.raw("GET", f"/v1/orders?customer={quote(EMAIL)}", None)
    assert json.loads(reply.body)["data"] == []
    assert len(victim.merchant.api.http.get("/v1/orders", {"customer": EMAIL})["data"]) == 2


@pytest.mark.parametrize("strange", STRANGE_IDS)
@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if "{" in each.path], ids=by_name
)
def test_an_id_that_would_be_more_than_an_id_names_nothing(
    world: World, regular: Merchant, operation: Operation, strange: str
) -> None:
    name = quote(strange, safe="")
    ids = ("order_id", "sku", "tenant_id", "provider", "secret_id")
    names = dict.fromkeys(ids, name)
    reply = send(
        world,
        operation,
        operation.path.format(**names),
        world.operator_key,
        regular.tenant_id if operation in MERCHANTS else None,
    )
    assert reply.status in {400, 404, 422}, reply.body


@pytest.mark.parametrize("tenant_id", STRANGE_IDS)
def test_no_tenant_is_registered_under_such_a_name(world: World, tenant_id: str) -> None:
    with pytest.raises(ApiRefusedError) as refusal:
        world.operator.create_tenant({**BODIES["registerTenant"], "tenant_id": tenant_id})
    assert (refusal.value.status, refusal.value.slug) == (422, "validation-failed")
