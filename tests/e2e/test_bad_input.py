"""What the HTTP API refuses, and how it says so."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from orderloom.http.inputs import MAX_LINES
from orderloom.http.json_body import MAX_BODY_BYTES

from orderloom_cli.clients.transport import Reply
from tests.e2e.world import ADDRESS, MUG, Merchant, World, an_order

TWO_MUGS = [{"sku": "mug", "quantity": 2}]


def post(merchant: Merchant, body: object, key: str | None = "bad-input") -> Reply:
    """`body` as JSON, or as it is if it is bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return merchant.api.http.raw("POST", "/v1/orders", raw, headers)


def refusal(reply: Reply) -> tuple[int, str, list[str]]:
    """Status, slug of the problem, and the fields it names."""
    assert reply.headers["content-type"] == "application/problem+json", reply.body
    document = json.loads(reply.body)
    assert document["status"] == reply.status
    fields = [error["field"] for error in document.get("errors", [])]
    return reply.status, document["type"].rpartition(":")[2], fields


@pytest.fixture(scope="module")
def shop(world: World) -> Merchant:
    return world.merchant()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": [{"sku": "mug", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "mug", "quantity": -1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "mug", "quantity": 10**12}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "mug", "quantity": "2"}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "mug", "quantity": 1.5}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "mug", "quantity": True}]}, "lines.0.quantity"),
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "a#b", "quantity": 1}]}, "lines.0.sku"),
        ({"lines": TWO_MUGS * 2}, "lines.1.sku"),
        ({"currency": "XXQ"}, "currency"),
        ({"currency": 840}, "currency"),
        ({"surprise": 1}, "surprise"),
        ({"customer": {"email": "nobody", "name": "A"}}, "customer.email"),
        ({"ship_to": {**ADDRESS, "country": "QQ"}}, "ship_to.country"),
        ({"ship_to": {**ADDRESS, "name": "x" * 5000}}, "ship_to.name"),
        ({"reference": "a\u0000b"}, "reference"),
    ],
)
def test_a_field_out_of_bounds_is_named(shop: Merchant, changes: Any, field: str) -> None:
    assert refusal(post(shop, an_order(**changes))) == (422, "validation-failed", [field])


def test_nothing_refused_was_stored(shop: Merchant) -> None:
    assert shop.api.orders()["data"] == []
    assert shop.stock() == MUG["stock"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff\xfe", b'{"a":1,"a":2}'])
def test_what_is_no_json_object_is_refused(shop: Merchant, body: bytes) -> None:
    assert refusal(post(shop, body))[:2] == (400, "malformed-json")


def test_an_unknown_sku_is_named(shop: Merchant) -> None:
    reply = post(shop, an_order(sku="saucer"))
    assert refusal(reply) == (422, "unknown-sku", ["lines.0.sku"])


def test_another_currency_than_the_products_is_refused(shop: Merchant) -> None:
    assert refusal(post(shop, an_order(currency="EUR")))[:2] == (422, "wrong-currency")


def test_more_than_there_is_is_refused_with_what_is_left(shop: Merchant) -> None:
    reply = post(shop, an_order(quantity=11))
    assert refusal(reply)[:2] == (409, "insufficient-stock")
    assert "10 left" in json.loads(reply.body)["detail"]


def test_an_order_needs_an_idempotency_key(shop: Merchant) -> None:
    assert refusal(post(shop, an_order(), key=None))[:2] == (400, "idempotency-key-required")


@pytest.mark.parametrize(
    ("count", "expected", "limit"),
    [
        (1000, (422, "validation-failed", ["lines"]), f"at most {MAX_LINES} items"),
        (5000, (413, "payload-too-large", []), f"{MAX_BODY_BYTES} bytes"),
    ],
)
def test_too_many_lines_are_refused_with_the_limit(
    shop: Merchant, count: int, expected: Any, limit: str
) -> None:
    """Its item could be larger than DynamoDB's 400 KB."""
    lines = [{"sku": f"sku-{number}", "quantity": 1} for number in range(count)]
    reply = post(shop, an_order(lines=lines))
    assert refusal(reply) == expected
    assert limit in reply.body.decode()


def test_a_body_of_a_megabyte_is_refused(shop: Merchant) -> None:
    assert refusal(post(shop, an_order(reference="x" * 2**20)))[0] == 413


def test_a_reused_key_with_another_body_is_refused(world: World) -> None:
    merchant = world.merchant()
    assert post(merchant, an_order(), key="reused").status == 201
    reply = post(merchant, an_order(quantity=3), key="reused")
    assert refusal(reply)[:2] == (422, "idempotency-key-reused")
    assert len(merchant.api.orders()["data"]) == 1


def test_concurrent_twins_get_one_answer_or_are_told_to_wait(world: World) -> None:
    merchant = world.merchant()
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: post(merchant, an_order(), key="twins"), range(8)))
    made = {json.loads(reply.body)["id"] for reply in replies if reply.status == 201}
    assert len(made) == 1
    for reply in replies:
        assert reply.status == 201 or (reply.status == 409 and "retry-after" in reply.headers)


@pytest.mark.parametrize("cursor", ["x", "e30", "eyJ2IjoxLCJiZWZvcmUiOiIjIn0"])
def test_a_made_up_cursor_is_refused(shop: Merchant, cursor: str) -> None:
    reply = shop.api.http.raw("GET", f"/v1/orders?cursor={cursor}", None)
    assert refusal(reply) == (422, "validation-failed", ["cursor"])


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/orders/ord_nothing", (404, "not-found")),
        ("GET", "/v1/orders/a%23b", (404, "not-found")),
        ("GET", "/v1/products/nothing", (404, "not-found")),
        ("GET", "/v1/nothing", (404, "not-found")),
        ("DELETE", "/v1/orders", (405, "method-not-allowed")),
    ],
)
def test_what_is_not_there(
    shop: Merchant, method: str, path: str, expected: tuple[int, str]
) -> None:
    assert refusal(shop.api.http.raw(method, path, None))[:2] == expected
