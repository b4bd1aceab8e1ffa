"""Refunds and ledgers over HTTP."""

import pytest
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Transition

from tests.unit.http.client import RIVAL, Answer, Client


class Desk:
    """An order of 900 EUR cents, paid."""

    def __init__(self) -> None:
        self.client = Client()
        self.orders = self.client.container.orders("acme")
        self.order_id = self.client.order().json["id"]
        self.path = f"/v1/orders/{self.order_id}"

    def paid(self, amount: int = 900, currency: str = "EUR") -> "Desk":
        order = self.orders.get(self.order_id)
        pending = {"state": PaymentState.PENDING, "provider": "stripe", "intent_id": "pi_1"}
        order = order.model_copy(update={"payment": order.payment.model_copy(update=pending)})
        source = EventSource(
            provider="stripe", event_id="evt_1", event_type="x", occurred_at=order.created_at
        )
        fact = PaymentFact(
            source=source,
            intent_id="pi_1",
            outcome=PaymentOutcome.CAPTURED,
            amount=amount,
            currency=currency,
        )
        decision = decide_payment(order, fact, order.created_at)
        assert isinstance(decision, Transition)
        self.orders.commit(decision)
        return self

    def refund(self, key: str | None = "k-1", **body: object) -> Answer:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.send("POST", f"{self.path}/refunds", body, headers=headers)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_refund_is_accepted_and_shown_with_its_order(desk: Desk) -> None:
    answer = desk.paid().refund(amount=250, reason="came dented")
    assert answer.status == 202
    assert answer.json["id"].startswith(f"{desk.order_id}-refund-")
    assert (answer.json["amount"], answer.json["currency"]) == (250, "EUR")
    assert (answer.json["state"], answer.json["refund_id"]) == ("requested", None)
    assert answer.json["reason"] == "came dented"
    order = desk.client.send("GET", desk.path).json
    (row,) = order["payment"]["refunds"]
    assert row == {
        "amount": 250,
        "state": "requested",
        "refund_id": None,
        "operation": answer.json["id"],
        "code": None,
    }


def test_the_same_key_is_the_same_refund(desk: Desk) -> None:
    first = desk.paid().refund(amount=250)
    again = desk.refund(amount=250)
    assert (again.status, again.headers["idempotent-replayed"]) == (202, "true")
    assert again.json == first.json
    other = desk.refund(amount=251)
    assert (other.status, other.slug) == (422, "idempotency-key-reused")
    assert desk.refund("k-2", amount=250).json["id"] != first.json["id"]


def test_without_an_amount_all_that_is_left_goes_back(desk: Desk) -> None:
    desk.paid().refund(amount=250)
    assert desk.refund("k-2").json["amount"] == 650
    nothing = desk.refund("k-3")
    assert (nothing.status, nothing.slug) == (409, "nothing-to-refund")


def test_too_much_says_how_much_can_be_refunded(desk: Desk) -> None:
    answer = desk.paid().refund(amount=901)
    assert (answer.status, answer.slug) == (409, "refund-too-large")
    assert "900 can be refunded" in answer.json["detail"]


def test_money_is_refunded_in_what_was_paid(desk: Desk) -> None:
    desk.paid(900, "JPY")
    wrong = desk.refund(amount=900, currency="EUR")
    assert (wrong.status, wrong.slug, wrong.fields) == (422, "wrong-currency", ["currency"])
    assert desk.refund(amount=900, currency="JPY").json["currency"] == "JPY"


def test_an_unpaid_order_and_one_being_cancelled_refund_nothing(desk: Desk) -> None:
    assert desk.refund().slug == "nothing-to-refund"
    desk.paid()
    order = desk.orders.get(desk.order_id)
    desk.orders.add(order.model_copy(update={"lifecycle": Lifecycle.CLOSING}))
    answer = desk.refund()
    assert (answer.status, answer.slug) == (409, "nothing-to-refund")
    assert "being cancelled" in answer.json["detail"]


@pytest.mark.parametrize("amount", [0, -1, "250", 2.5, True, 10**13, [250]])
def test_an_amount_is_a_whole_number_of_minor_units(desk: Desk, amount: object) -> None:
    answer = desk.paid().refund(amount=amount)
    assert (answer.status, answer.fields) == (422, ["amount"])


def test_a_refund_needs_its_key_and_its_own_order(desk: Desk) -> None:
    assert desk.paid().refund(None).slug == "idempotency-key-required"
    headers = {"Idempotency-Key": "k"}
    for path in (f"{desk.path}/refunds", "/v1/orders/ord_nobody/refunds"):
        other = desk.client.send("POST", path, {}, headers=headers, caller=RIVAL)
        assert other.status == 404


def test_the_ledger_shows_balanced_entries_and_totals(desk: Desk) -> None:
    empty = desk.client.send("GET", f"{desk.path}/ledger").json
    assert (empty["entries"], empty["balances"]) == ([], [])
    ledger = desk.paid().client.send("GET", f"{desk.path}/ledger").json
    (entry,) = ledger["entries"]
    assert entry["lines"] == [
        {"account": "provider", "amount": 900},
        {"account": "captured", "amount": -900},
    ]
    (balance,) = ledger["balances"]
    assert (balance["currency"], balance["captured"], balance["held"]) == ("EUR", 900, 900)
    assert desk.client.send("GET", f"{desk.path}/ledger", caller=RIVAL).status == 404
