"""Orders over HTTP: placed, read, listed, cancelled."""

import hashlib
import json

import pytest
from orderloom.domain.states import FulfilmentState, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import NotFound
from orderloom.http.inputs import OrderInput

from tests.unit.http.client import OPERATOR_FOR_ACME, RIVAL, Client
from tests.unit.http.samples import ADDRESS, ORDER, changed


@pytest.fixture
def client() -> Client:
    return Client()


def paying(client: Client, order_id: str, **changes: object) -> None:
    """The saga asked for the payment."""
    orders = client.container.orders("acme")
    order = orders.get(order_id)
    pending = {"state": PaymentState.PENDING, "intent_id": "pi_1", "client_secret": "pi_1_secret"}
    pending["public_key"] = "rzp_test_1"
    requested = transition(
        order,
        EventType.PAYMENT_REQUESTED,
        actor=Actor.SAGA,
        now=order.created_at,
        changes={"payment": order.payment.model_copy(update=pending), **changes},
        data={"object_id": "pi_1"},
    )
    orders.commit(requested)


def test_a_placed_order_is_priced_from_the_catalogue(client: Client) -> None:
    answer = client.order()
    assert answer.status == 201
    order = answer.json
    assert order["id"].startswith("ord_")
    assert (order["status"], order["total"], order["version"]) == ("pending", 900, 1)
    assert order["lines"] == [{"sku": "TEA-1", "name": "Tea", "quantity": 2, "unit_price": 450}]
    assert order["reference"] == "basket 7"
    assert order["ship_to"] == {**ADDRESS, "line2": None, "state": None, "phone": None}
    assert order["customer"] == ORDER["customer"]
    assert order["payment"]["max_attempts"] == 2
    assert order["payment"]["expires_at"] is None
    assert "idempotent-replayed" not in answer.headers


def test_the_same_key_and_body_give_the_same_order(client: Client) -> None:
    first = client.order()
    reordered = json.dumps(dict(reversed(ORDER.items())), indent=4)
    again = client.order(reordered)
    assert (again.status, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json == first.json
    assert len(client.container.orders("acme").order_ids) == 1


def test_a_key_used_with_another_body_is_refused(client: Client) -> None:
    client.order()
    answer = client.order(changed(ORDER, "lines.0.quantity", 3))
    assert (answer.status, answer.slug) == (422, "idempotency-key-reused")
    assert answer.fields == ["Idempotency-Key"]
    assert len(client.container.orders("acme").order_ids) == 1


def test_two_tenants_may_use_the_same_key(client: Client) -> None:
    mine, theirs = client.order(), client.order(caller=RIVAL)
    assert theirs.status == 201
    assert mine.json["id"] != theirs.json["id"]


def test_a_key_whose_order_cannot_be_read_is_answered_503(client: Client) -> None:
    client.order()
    client.container.orders("acme").faults.before("get", *[NotFound("order", "x")] * 3)
    answer = client.order()
    assert (answer.status, answer.slug) == (503, "temporarily-unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_an_operator_acts_for_the_tenant_it_names(client: Client) -> None:
    placed = client.order(caller=OPERATOR_FOR_ACME)
    assert client.send("GET", f"/v1/orders/{placed.json['id']}").json == placed.json


def test_the_client_secret_is_shown_only_while_the_shopper_can_pay(client: Client) -> None:
    order_id = client.order().json["id"]
    paying(client, order_id)
    shown = client.send("GET", f"/v1/orders/{order_id}").json
    assert (shown["status"], shown["payment"]["client_secret"]) == (
        "payment_pending",
        "pi_1_secret",
    )
    cancelled = client.send("POST", f"/v1/orders/{order_id}/cancel")
    assert cancelled.status == 202
    assert cancelled.json["payment"]["client_secret"] is None
    assert shown["payment"]["public_key"] == "rzp_test_1"
    assert cancelled.json["payment"]["public_key"] is None


def test_the_timeline_tells_every_event(client: Client) -> None:
    order_id = client.order().json["id"]
    paying(client, order_id)
    timeline = client.send("GET", f"/v1/orders/{order_id}/timeline").json
    assert timeline["order_id"] == order_id
    assert [(each["version"], each["type"]) for each in timeline["events"]] == [
        (1, "order.placed"),
        (2, "payment.requested"),
    ]


def test_cancelling_twice_is_cancelling_once(client: Client) -> None:
    path = f"/v1/orders/{client.order().json['id']}/cancel"
    first, second = client.send("POST", path), client.send("POST", path, {})
    assert (first.status, first.json["status"]) == (202, "cancelling")
    assert first.json["close_reason"] == "cancel_requested"
    assert (second.status, second.json) == (202, first.json)


def test_a_parcel_that_left_cannot_be_cancelled(client: Client) -> None:
    order_id = client.order().json["id"]
    fulfilment = client.container.orders("acme").get(order_id).fulfilment
    shipped = fulfilment.model_copy(update={"state": FulfilmentState.SHIPPED})
    paying(client, order_id, fulfilment=shipped)
    answer = client.send("POST", f"/v1/orders/{order_id}/cancel")
    assert (answer.status, answer.slug) == (409, "conflict")


def test_pages_are_newest_first_and_join_without_gap_or_overlap(client: Client) -> None:
    placed = [client.order(key=f"key-{n}").json["id"] for n in range(5)]
    client.order(caller=RIVAL)
    first = client.send("GET", "/v1/orders", query={"limit": "2"}).json
    query = {"limit": "100", "cursor": first["next_cursor"]}
    second = client.send("GET", "/v1/orders", query=query).json
    seen = [order["id"] for order in first["data"] + second["data"]]
    assert seen == placed[::-1]
    assert second["next_cursor"] is None
    assert client.send("GET", "/v1/orders").json["data"][0]["total"] == 900


@pytest.mark.parametrize("rest", ["", "/timeline", "/cancel"])
def test_another_tenants_order_does_not_exist(client: Client, rest: str) -> None:
    method = "POST" if rest == "/cancel" else "GET"
    path = f"/v1/orders/{client.order().json['id']}{rest}"
    foreign = client.send(method, path, caller=RIVAL)
    unknown = client.send(method, f"/v1/orders/ord_{'0' * 26}{rest}", caller=RIVAL)
    assert (foreign.status, foreign.slug) == (404, "not-found")
    assert foreign.json == unknown.json
    assert client.container.orders("acme").get(path.split("/")[3]).version == 1


@pytest.mark.parametrize(
    "order_id", ["1", "ord_", "ORD_" + "0" * 26, "ord_" + "u" * 26, "ord_" + "0" * 27, "a#b", "é"]
)
def test_a_malformed_id_names_nothing(client: Client, order_id: str) -> None:
    for method, rest in (("GET", ""), ("GET", "/timeline"), ("POST", "/cancel")):
        answer = client.send(method, f"/v1/orders/{order_id}{rest}")
        assert (answer.status, answer.slug) == (404, "not-found")


def test_an_order_names_its_payment_provider(client: Client) -> None:
    assert client.order(ORDER).json["payment"]["provider"] == "razorpay"
    refused = client.order(ORDER | {"payment_provider": "stripe"}, key="k-2")
    assert (refused.status, refused.slug, refused.fields) == (
        422,
        "payment-provider",
        ["payment_provider"],
    )


def test_a_body_without_it_is_the_same_order_as_before_there_was_one() -> None:
    fields = OrderInput.model_validate(ORDER).model_dump()
    del fields["payment_provider"]
    del fields["capture"], fields["payment"], fields["shipping"]
    before = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    fingerprint = OrderInput.model_validate(ORDER).to_request().fingerprint
    assert fingerprint == hashlib.sha256(before.encode()).hexdigest()
    named = OrderInput.model_validate(ORDER | {"payment_provider": "stripe"})
    assert named.to_request().fingerprint != fingerprint


CHECKOUT = {"kind": "checkout", "success_url": "https://shop.test/thanks?a=1#b"}


def test_an_order_may_be_paid_on_the_providers_page(client: Client) -> None:
    payment = client.order(ORDER | {"payment": CHECKOUT}).json["payment"]
    assert (payment["hosted"], payment["page_url"]) == (True, None)
    later = client.order(ORDER | {"payment": CHECKOUT, "capture": "manual"}, key="k-2")
    assert (later.status, later.fields) == (422, ["capture"])


NO_ADDRESSES: list[object] = [
    *("", "shop.test", "//shop.test", "ftp://shop.test", "https://", "https://a@b.test", "http:x"),
    *("https://shop.test/ a", "javascript:alert(1)", "https://shop.test/" + "x" * 1000, 1, None),
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_a_page_leads_to_a_web_address(client: Client, address: object) -> None:
    answer = client.order(ORDER | {"payment": CHECKOUT | {"success_url": address}})
    assert (answer.status, answer.fields) == (422, ["payment.success_url"])
