"""Capturing over HTTP; acme's orders are Razorpay's, which takes all or nothing."""

import pytest
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import PaymentState
from orderloom.domain.transition import Transition

from tests.unit.http.client import OPERATOR, RIVAL, Answer, Client
from tests.unit.http.samples import ORDER, TENANT


class Desk:
    """An order of 900 EUR cents, placed to be captured by its merchant."""

    def __init__(self) -> None:
        self.client = Client()
        self.orders = self.client.container.orders("acme")
        placed = self.client.order(ORDER | {"capture": "manual"})
        assert (placed.status, placed.json["payment"]["capture"]) == (201, "manual")
        self.order_id = placed.json["id"]
        self.path = f"/v1/orders/{self.order_id}"

    def authorised(self) -> "Desk":
        order = self.orders.get(self.order_id)
        pending = {"state": PaymentState.PENDING, "intent_id": "order_1"}
        order = order.model_copy(update={"payment": order.payment.model_copy(update=pending)})
        source = EventSource(
            provider="razorpay", event_id="evt_1", event_type="x", occurred_at=order.created_at
        )
        fact = PaymentFact(
            source=source,
            intent_id="order_1",
            outcome=PaymentOutcome.AUTHORISED,
            amount=900,
            currency="EUR",
        )
        decision = decide_payment(order, fact, order.created_at)
        assert isinstance(decision, Transition)
        self.orders.commit(decision)
        return self

    def capture(self, key: str | None = "k-1", **body: object) -> Answer:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.send("POST", f"{self.path}/capture", body, headers=headers)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_capture_is_accepted_and_shown_with_its_order(desk: Desk) -> None:
    before = desk.authorised().client.send("GET", desk.path).json
    assert (before["status"], before["attention"]["kind"]) == ("authorised", "capture_due")
    answer = desk.capture()
    assert answer.status == 202
    assert answer.json["id"].startswith(f"{desk.order_id}-capture-")
    assert (answer.json["amount"], answer.json["state"]) == (900, "requested")
    payment = desk.client.send("GET", desk.path).json["payment"]
    assert payment["authorisation"] == {"amount": 900, "lapses_at": None, "ended": False}
    assert payment["capture_request"]["operation"] == answer.json["id"]
    (balance,) = desk.client.send("GET", f"{desk.path}/ledger").json["balances"]
    assert (balance["authorised"], balance["held"]) == (900, 0)


def test_the_same_key_is_the_same_capture(desk: Desk) -> None:
    first = desk.authorised().capture()
    again = desk.capture()
    assert (again.status, again.headers["idempotent-replayed"]) == (202, "true")
    assert again.json == first.json
    other = desk.capture(amount=900)
    assert (other.status, other.slug) == (422, "idempotency-key-reused")
    second = desk.capture("k-2")
    assert (second.status, second.slug) == (409, "nothing-to-capture")
    assert "on its way" in second.json["detail"]


def test_what_cannot_be_captured_is_refused_with_the_reason(desk: Desk) -> None:
    early = desk.capture()
    assert (early.status, early.slug) == (409, "nothing-to-capture")
    assert "nothing is authorised" in early.json["detail"]
    too_much = desk.authorised().capture(amount=901)
    assert (too_much.status, too_much.slug) == (409, "capture-too-large")
    assert "900 can be captured" in too_much.json["detail"]
    part = desk.capture(amount=899)
    assert (part.status, part.fields) == (422, ["amount"])
    assert desk.capture(currency="USD").slug == "wrong-currency"
    assert desk.capture(None).slug == "idempotency-key-required"
    headers = {"Idempotency-Key": "k"}
    foreign = desk.client.send("POST", f"{desk.path}/capture", {}, headers=headers, caller=RIVAL)
    assert foreign.status == 404


@pytest.mark.parametrize("capture", ["later", "", 1, True, ["manual"]])
def test_only_three_ways_to_capture_are_known(desk: Desk, capture: object) -> None:
    answer = desk.client.order(ORDER | {"capture": capture}, key="k-9")
    assert (answer.status, answer.fields) == (422, ["capture"])


def test_a_merchant_may_capture_later_by_default(desk: Desk) -> None:
    body = TENANT | {"tenant_id": "careful", "capture": "on_shipping"}
    answer = desk.client.send("POST", "/operator/tenants", body, caller=OPERATOR)
    assert (answer.status, answer.json["capture"]) == (201, "on_shipping")
