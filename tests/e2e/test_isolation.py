"""No tenant sees or moves another's data, whichever way it tries."""

from http import HTTPStatus
from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonHttp
from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


@pytest.fixture(scope="module")
def victim(world: World) -> Merchant:
    return world.merchant()


@pytest.fixture(scope="module")
def order_id(victim: Merchant) -> str:
    placed = str(victim.place()["id"])
    victim.payable(placed)
    return placed


def test_another_merchants_order_does_not_exist(
    merchant: Merchant, victim: Merchant, order_id: str
) -> None:
    for attempt in (merchant.api.order, merchant.api.timeline, merchant.api.cancel):
        with pytest.raises(ApiRefusedError) as refusal:
            attempt(order_id)
        assert (refusal.value.status, refusal.value.slug) == (404, "not-found")
    assert victim.status(order_id) == "payment_pending"


def test_another_merchants_cursor_shows_nothing_of_it(
    merchant: Merchant, victim: Merchant, order_id: str
) -> None:
    victim.place(quantity=1)
    cursor = victim.api.orders(limit=1)["next_cursor"]
    assert cursor
    with pytest.raises(ApiRefusedError) as refused:
        merchant.api.orders(cursor=cursor)
    assert refused.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert victim.api.orders(cursor=cursor)["data"][0]["id"] == order_id


def test_a_merchants_key_acts_for_no_other_tenant(
    world: World, merchant: Merchant, victim: Merchant, order_id: str
) -> None:
    headers = {
        "Authorization": f"Bearer {merchant.api_key}",
        "X-Orderloom-Tenant": victim.tenant_id,
    }
    api = MerchantApi(JsonHttp(world.transport, world.details.api_url, headers))
    with pytest.raises(ApiRefusedError) as refusal:
        api.order(order_id)
    assert refusal.value.status == 404


def test_a_merchants_key_is_no_operators_key(world: World, merchant: Merchant) -> None:
    headers = {"Authorization": f"Bearer {merchant.api_key}"}
    http = JsonHttp(world.transport, world.details.api_url, headers)
    assert http.raw("GET", f"/operator/tenants/{merchant.tenant_id}", None).status == 403


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        ("Bearer olk_" + "0" * 32, 403),
        ("Basic x", 403),
        ("Bearer olo_" + "x" * 48, 403),
    ],
)
def test_no_key_no_entry(world: World, authorization: str | None, status: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    http = JsonHttp(world.transport, world.details.api_url, headers)
    assert http.raw("GET", "/v1/orders", None).status == status


def test_an_event_signed_by_one_tenant_moves_no_order_of_another(
    world: World, merchant: Merchant, victim: Merchant, order_id: str
) -> None:
    """The attacker signs with its own account, about the victim's intent."""
    intent_id = victim.payable(order_id)["payment"]["intent_id"]
    event: dict[str, Any] = {
        "id": "evt_foreign",
        "object": "event",
        "type": "payment_intent.succeeded",
        "created": 1_795_000_000,
        "data": {
            "object": {
                "id": intent_id,
                "object": "payment_intent",
                "amount_received": 4200,
                "currency": "usd",
                "metadata": {"order_id": order_id, "tenant_id": merchant.tenant_id},
            }
        },
    }
    body, headers = world.signed(merchant, event)
    assert world.door.post("stripe", victim.tenant_id, body, headers).status == 400
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    parked = eventually(
        lambda: world.parked(merchant.tenant_id, intent_id), until=lambda items: len(items) == 1
    )
    assert parked[0]["PK"]["S"].startswith(f"T#{merchant.tenant_id}#")
    assert victim.api.order(order_id)["payment"]["state"] == "pending"
