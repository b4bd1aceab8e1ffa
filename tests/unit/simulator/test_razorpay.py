"""The simulated Razorpay keeps to Razorpay's contract."""

import hashlib
import hmac

import httpx
import pytest

from simulator.json_types import JsonObject, JsonValue
from tests.unit.simulator.harness import Harness

AUTH = ("rzp_test_one", "secret-one")
SECRET = "chosen by the merchant"
EVERYTHING = [
    "payment.authorized",
    "payment.captured",
    "payment.failed",
    "order.paid",
    "refund.created",
    "refund.processed",
    "refund.failed",
]


class Shop:
    """Calls Razorpay with one key."""

    def __init__(self, sim: Harness) -> None:
        self.sim = sim
        self.listen()

    def listen(self, **changes: JsonValue) -> None:
        named: JsonObject = {"key_id": AUTH[0], "key_secret": AUTH[1], "secret": SECRET}
        wanted = {**named, "url": "http://shop/hook", "events": EVERYTHING, **changes}
        self.sim.control("POST", "/razorpay/webhooks", json=wanted)

    def call(self, method: str, path: str, **options: JsonValue) -> httpx.Response:
        return self.sim.call(method, f"/razorpay/v1/{path}", **{"auth": AUTH, **options})

    def order(self, **fields: JsonValue) -> JsonObject:
        body = {"amount": 4200, "currency": "INR", **fields}
        answer = self.call("POST", "orders", json={"payment": {"capture": "automatic"}, **body})
        assert answer.status_code == 200, answer.text
        order: JsonObject = answer.json()
        return order

    def pay(self, order: JsonObject, **command: JsonValue) -> JsonObject:
        path = f"/razorpay/orders/{order['id']}/pay"
        payment: JsonObject = self.sim.control("POST", path, json=command)
        return payment

    def refund(self, payment: JsonObject, key: str = "", **body: JsonValue) -> httpx.Response:
        headers = {"X-Refund-Idempotency": key} if key else {}
        return self.call("POST", f"payments/{payment['id']}/refund", json=body, headers=headers)

    def heard(self) -> list[str]:
        return [received.json["event"] for received in self.sim.sink.received]


@pytest.fixture
def shop(sim: Harness) -> Shop:
    return Shop(sim)


def test_a_paid_order_is_captured_by_itself(shop: Shop) -> None:
    order = shop.order()
    payment = shop.pay(order)
    assert (payment["status"], payment["captured"]) == ("captured", True)
    assert shop.call("GET", f"orders/{order['id']}").json()["status"] == "paid"
    assert shop.heard() == ["payment.authorized", "payment.captured", "order.paid"]


def test_a_manual_order_waits_for_its_capture(shop: Shop) -> None:
    payment = shop.pay(shop.order(payment={"capture": "manual"}))
    assert payment["status"] == "authorized"
    path = f"payments/{payment['id']}/capture"
    wrong = {"amount": 4100, "currency": "INR"}
    assert shop.call("POST", path, json=wrong).status_code == 400
    right = {"amount": 4200, "currency": "INR"}
    assert shop.call("POST", path, json=right).json()["captured"] is True
    assert "already" in shop.call("POST", path, json=right).json()["error"]["description"]


def test_a_failed_attempt_may_turn_out_to_be_authorised(sim: Harness, shop: Shop) -> None:
    order = shop.order()
    payment = shop.pay(order, outcome="fail", reason="payment_timed_out")
    assert payment["error_reason"] == "payment_timed_out"
    sim.control("POST", f"/razorpay/payments/{payment['id']}/authorise")
    assert shop.heard() == [
        "payment.failed",
        "payment.authorized",
        "payment.captured",
        "order.paid",
    ]


def test_a_second_attempt_is_another_payment(shop: Shop) -> None:
    order = shop.order()
    shop.pay(order, outcome="fail")
    shop.pay(order)
    found = shop.call("GET", f"orders/{order['id']}/payments").json()
    assert [payment["status"] for payment in found["items"]] == ["captured", "failed"]


def test_each_delivery_is_signed_and_names_its_event(shop: Shop) -> None:
    shop.pay(shop.order())
    ids = set()
    for received in shop.sim.sink.received:
        expected = hmac.new(SECRET.encode(), received.body, hashlib.sha256).hexdigest()
        assert received.headers["X-Razorpay-Signature"] == expected
        ids.add(received.headers["X-Razorpay-Event-Id"])
    assert len(ids) == 3


def test_a_webhook_is_tried_again_with_the_same_id_and_body(sim: Harness, shop: Shop) -> None:
    sim.sink.statuses = [503]
    shop.listen(events=[])
    shop.pay(shop.order(), outcome="fail")
    sim.advance(60)
    first, second = sim.sink.received
    assert (first.headers, first.body) == (second.headers, second.body)


def test_orders_are_found_by_receipt_and_never_idempotent(shop: Shop) -> None:
    made = {shop.order(receipt="ord_1")["id"] for _ in range(2)}
    shop.order(receipt="ord_2")
    found = shop.call("GET", "orders", params={"receipt": "ord_1"}).json()
    assert (found["count"], {order["id"] for order in found["items"]}) == (2, made)


def test_refunds_add_up_and_go_no_further(shop: Shop) -> None:
    payment = shop.pay(shop.order())
    assert shop.refund(payment, amount=1200).json()["status"] == "processed"
    assert shop.refund(payment, amount=3100).status_code == 400
    assert shop.refund(payment).json()["amount"] == 3000
    answer = shop.refund(payment)
    assert "fully refunded" in answer.json()["error"]["description"]
    after = shop.call("GET", f"payments/{payment['id']}").json()
    assert (after["status"], after["refund_status"]) == ("refunded", "full")


def test_an_idempotency_key_refunds_once(shop: Shop) -> None:
    payment = shop.pay(shop.order())
    first = shop.refund(payment, "key-000001", amount=1200)
    again = shop.refund(payment, "key-000001", amount=1200)
    assert first.json()["id"] == again.json()["id"]
    assert shop.refund(payment, "key-000001", amount=1300).status_code == 400
    assert shop.refund(payment, "short", amount=1200).status_code == 400


def test_a_second_call_sees_the_first_in_flight(sim: Harness, shop: Shop) -> None:
    payment = shop.pay(shop.order())
    sim.fault(target="api", path="/refund$", action="delay", seconds=5, times=1)
    path = f"/razorpay/v1/payments/{payment['id']}/refund"
    headers = {"X-Refund-Idempotency": "key-000001"}
    slow = sim.start("POST", path, auth=AUTH, json={"amount": 1200}, headers=headers)
    assert shop.refund(payment, "key-000001", amount=1200).status_code == 409
    sim.advance(5)
    assert sim.finish(slow).status_code == 200


def test_a_refund_may_fail_after_it_was_processed(sim: Harness, shop: Shop) -> None:
    payment = shop.pay(shop.order())
    refund = shop.refund(payment).json()
    sim.control("POST", f"/razorpay/refunds/{refund['id']}/settle", json={"outcome": "fail"})
    after = shop.call("GET", f"payments/{payment['id']}").json()
    assert (after["amount_refunded"], after["status"]) == (0, "captured")
    assert shop.heard()[-3:] == ["refund.created", "refund.processed", "refund.failed"]


@pytest.mark.parametrize(
    "auth", [None, ("rzp_test_one", "wrong"), ("rzp_test_two", ""), ("sk_test_one", "secret-one")]
)
def test_a_wrong_login_is_refused(shop: Shop, auth: tuple[str, str] | None) -> None:
    answer = shop.call("GET", "orders", auth=auth)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "BAD_REQUEST_ERROR")


@pytest.mark.parametrize("amount", [None, "4200", 42.5, -1, 0, 99, True])
def test_an_amount_must_be_a_whole_number_of_at_least_one_rupee(
    shop: Shop, amount: JsonValue
) -> None:
    answer = shop.call("POST", "orders", json={"amount": amount, "currency": "INR"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "amount")


def test_an_unknown_id_has_status_400(shop: Shop) -> None:
    for path in ("orders/order_x", "payments/pay_x", "refunds/rfnd_x", "teapots"):
        assert shop.call("GET", path).status_code == 400


def test_the_books_hold_every_sum(sim: Harness, shop: Shop) -> None:
    payment = shop.pay(shop.order())
    shop.refund(payment, amount=1200)
    sums = sim.control("GET", "/books")["razorpay"]["rzp_test_one"]["sums"]
    assert sums == {
        "captured": {"inr": 4200},
        "refunded": {"inr": 1200},
        "disputed": {},
        "net": {"inr": 3000},
    }


def test_a_lost_dispute_takes_the_money(sim: Harness, shop: Shop) -> None:
    payment = shop.pay(shop.order())
    path = f"/razorpay/payments/{payment['id']}/dispute"
    dispute = sim.control("POST", path, json={"amount": 1000})
    path = f"/razorpay/disputes/{dispute['id']}/move"
    assert sim.control("POST", path, json={"outcome": "lost"})["amount_deducted"] == 1000
    assert shop.call("GET", f"disputes/{dispute['id']}").json()["status"] == "lost"
    sums = sim.control("GET", "/books")["razorpay"]["rzp_test_one"]["sums"]
    assert sums["net"] == {"inr": 3200}
    assert sim.call("POST", f"/_control{path}", json={"outcome": "won"}).status_code == 409
