"""A paid order becomes a delivered parcel."""

import json
from concurrent.futures import ThreadPoolExecutor

from orderloom_cli.clients.shopper import DECLINED_CARD
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World, an_order


def test_an_order_is_paid_shipped_and_delivered(world: World, merchant: Merchant) -> None:
    placed = merchant.place()
    assert placed["total"] == 4200
    order_id = placed["id"]
    merchant.pay(order_id)
    labelled = merchant.until(order_id, "labelled")
    assert labelled["payment"]["captured"] == 4200
    assert labelled["payment"]["client_secret"] is None
    assert merchant.stock() == 8

    for scan, status in (
        ("in_transit", "shipped"),
        ("out_for_delivery", "out_for_delivery"),
        ("delivered", "delivered"),
    ):
        world.simulator.advance_parcel(labelled["fulfilment"]["tracking_number"], scan)
        merchant.until(order_id, status)

    assert world.books(merchant)["sums"]["captured"] == {"usd": 4200}
    assert world.labels(merchant)["labels"]["count"] == 1


def test_a_paid_and_shipped_order_enters_three_states(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    eventually(lambda: world.execution(order_id)["status"], until=lambda s: s == "SUCCEEDED")
    assert world.states_entered(order_id) == ["ReserveStock", "AwaitPayment", "ArrangeShipping"]


def test_the_timeline_tells_it_all_in_order(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    event_id = world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "delivered")
    merchant.until(order["id"], "delivered")
    events = merchant.events(order["id"])
    driving = [event for event in events if event["type"] != "provider_event.noted"]
    assert [(event["version"], event["actor"], event["type"]) for event in driving] == [
        (1, "api", "order.placed"),
        (2, "saga", "stock.reserved"),
        (3, "saga", "payment.requested"),
        (4, "webhook", "payment.captured"),
        (5, "saga", "label.purchased"),
        (6, "webhook", "shipment.updated"),
    ]
    captured = driving[3]["provider_event"]
    assert captured["provider"] == "stripe"
    assert captured["event_type"] == "payment_intent.succeeded"
    assert driving[5]["provider_event"] is not None
    assert event_id
    assert [event["version"] for event in events] == sorted(event["version"] for event in events)


def test_the_label_is_kept_in_the_bucket(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    s3, bucket = world.client("s3"), world.details.outputs["LabelBucket"]
    (found,) = s3.list_objects_v2(Bucket=bucket, Prefix=f"labels/{merchant.tenant_id}/{order_id}/")[
        "Contents"
    ]
    document = s3.get_object(Bucket=bucket, Key=found["Key"])
    assert document["Body"].read().startswith(b"%PDF-")
    assert document["ContentType"] == "application/pdf"


def test_orders_are_listed_newest_first_page_by_page(merchant: Merchant) -> None:
    placed = [merchant.place(quantity=1)["id"] for _ in range(5)]
    first = merchant.api.orders(limit=2)
    second = merchant.api.orders(limit=2, cursor=first["next_cursor"])
    third = merchant.api.orders(limit=2, cursor=second["next_cursor"])
    listed = [order["id"] for page in (first, second, third) for order in page["data"]]
    assert listed == placed[::-1]
    assert third["next_cursor"] is None


def test_a_list_can_be_narrowed(merchant: Merchant) -> None:
    paid, waiting = merchant.labelled()["id"], merchant.place(quantity=1)["id"]

    def listed(**filters: str) -> list[str]:
        return [order["id"] for order in merchant.api.orders(filters=filters)["data"]]

    newest = merchant.api.order(waiting)["created_at"]
    customer = merchant.api.order(waiting)["customer"]["email"]
    assert listed(status="labelled") == [paid]
    assert listed(created_from=newest) == [waiting]
    assert listed(created_until=newest) == [paid]
    assert listed(customer=customer.upper()) == [waiting, paid]
    assert listed(customer="nobody@example.com") == []


def test_the_same_key_and_body_make_one_order(merchant: Merchant) -> None:
    def place(_: int) -> str:
        return str(merchant.api.place(an_order(), idempotency_key="once")["id"])

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(place, range(8)))
    assert len(made) == 1
    assert len(merchant.api.orders()["data"]) == 1


def test_the_last_units_go_to_as_many_orders_as_there_are(merchant: Merchant) -> None:
    product = {"name": "Bowl", "price": 900, "currency": "USD", "weight_grams": 500, "stock": 3}
    merchant.api.put_product("bowl", product)

    def place(number: int) -> str | None:
        reply = merchant.api.http.raw(
            "POST",
            "/v1/orders",
            json.dumps(an_order(sku="bowl", quantity=1)).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": f"bowl-{number}"},
        )
        assert reply.status in {201, 409}, reply.body
        return str(json.loads(reply.body)["id"]) if reply.status == 201 else None

    with ThreadPoolExecutor(6) as pool:
        accepted = [order_id for order_id in pool.map(place, range(6)) if order_id]
    assert len(accepted) >= 3
    ended = eventually(
        lambda: [merchant.status(order_id) for order_id in accepted],
        until=lambda statuses: all(s in {"payment_pending", "cancelled"} for s in statuses),
    )
    assert ended.count("payment_pending") == 3
    assert merchant.stock("bowl") == 0


def test_a_shopper_may_try_again_where_the_merchant_allows_it(world: World) -> None:
    patient = world.merchant(max_payment_attempts=3)
    order_id = patient.place()["id"]
    assert patient.pay_declined(order_id, DECLINED_CARD) == "generic_decline"
    eventually(
        lambda: patient.api.order(order_id)["payment"]["failed_attempts"], until=lambda n: n == 1
    )
    patient.pay(order_id)
    assert patient.until(order_id, "labelled")["payment"]["captured"] == 4200
