"""Orders that wait for a person: tried again, or sent by hand."""

import pytest
from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.outbox import reactions_to
from orderloom.domain.quote import OfferOnRecord
from orderloom.domain.reactions import StartSaga, WakeParked
from orderloom.domain.states import AttentionKind, Lifecycle

from tests.unit.http.client import RIVAL, Client
from tests.unit.http.memory import NOW

OFFER = OfferOnRecord(
    account="ups", rate_id="03", carrier="ups", service="ground", amount=895, currency="USD"
)
TASK = AttentionKind.MANUAL_SHIPPING
PARCEL = {"account": "ups", "carrier": "ups", "service": "Ground", "tracking_number": "1Z7"}


class Desk:
    """An order no carrier takes."""

    def __init__(self, *, waiting: bool = True) -> None:
        self.client = Client()
        self.orders = self.client.container.orders("acme")
        self.order_id = self.client.order().json["id"]
        self.path = f"/v1/orders/{self.order_id}/shipment"
        if waiting:
            order = self.orders.get(self.order_id)
            self.orders.commit(require_person(order, TASK, "ups: status 503", {}, NOW))


def test_it_is_tried_again_by_a_further_run_of_the_saga() -> None:
    desk = Desk()
    answer = desk.client.send("POST", f"{desk.path}/retry", {})
    assert (answer.status, answer.json["attention"]) == (202, None)
    assert answer.json["fulfilment"]["state"] == "none"
    (start,) = reactions_to(desk.orders.commits[-1].event)
    assert start == StartSaga(tenant_id="acme", order_id=desk.order_id, attempt=2)
    again = desk.client.send("POST", f"{desk.path}/retry", {})
    assert (again.status, again.slug) == (409, "conflict")


@pytest.mark.parametrize("nothing_bought", [True, False])
def test_only_a_person_says_that_nothing_was_bought(*, nothing_bought: bool) -> None:
    desk = Desk()
    purchases = desk.client.container.label_purchases("acme")
    begun = LabelPurchase(order_id=desk.order_id, attempt=1, offer=OFFER)
    purchases.save(begun, after=None)
    desk.client.send("POST", f"{desk.path}/retry", {"nothing_bought": nothing_bought})
    newest = purchases.newest(desk.order_id)
    assert newest is not None
    assert (newest.nothing_bought is not None) == nothing_bought


def test_a_parcel_that_was_sent_by_hand_is_tracked() -> None:
    desk = Desk()
    cost = {"amount": 1200, "currency": "EUR"}
    answer = desk.client.send("POST", desk.path, {**PARCEL, "cost": cost})
    assert (answer.status, answer.json["status"]) == (200, "labelled")
    assert answer.json["fulfilment"]["cost"] == 1200
    assert desk.orders.find("ups", "1Z7") == desk.order_id
    (wake,) = reactions_to(desk.orders.commits[-1].event)
    known = {"provider": "ups", "object_id": "1Z7", "order_id": desk.order_id}
    assert wake == WakeParked(tenant_id="acme", **known)


def test_a_number_belongs_to_one_order() -> None:
    desk = Desk()
    desk.client.send("POST", desk.path, PARCEL)
    other = desk.client.order(key="another").json["id"]
    order = desk.orders.get(other)
    desk.orders.commit(require_person(order, TASK, "no rate", {}, NOW))
    answer = desk.client.send("POST", f"/v1/orders/{other}/shipment", PARCEL)
    assert (answer.status, answer.slug) == (409, "conflict")
    assert desk.orders.get(other).fulfilment.tracking_number is None


@pytest.mark.parametrize("path", ["", "/retry"])
def test_only_what_waits_can_go_on(path: str) -> None:
    desk = Desk(waiting=False)
    body = {} if path else PARCEL
    assert desk.client.send("POST", desk.path + path, body).status == 409
    waiting = Desk()
    order = waiting.orders.get(waiting.order_id)
    waiting.orders.add(order.model_copy(update={"lifecycle": Lifecycle.CLOSING}))
    assert waiting.client.send("POST", waiting.path + path, body).status == 409


@pytest.mark.parametrize("path", ["", "/retry"])
def test_anothers_order_is_not_there(path: str) -> None:
    desk = Desk()
    body = {} if path else PARCEL
    assert desk.client.send("POST", desk.path + path, body, caller=RIVAL).status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "UPS#1"),
        ("account", ""),
        ("carrier", "a b"),
        ("tracking_number", "1Z#7"),
        ("tracking_number", "1" * 101),
        ("cost", {"amount": -1, "currency": "EUR"}),
        ("cost", {"amount": 1.5, "currency": "EUR"}),
    ],
)
def test_bad_parcels_are_refused(field: str, value: object) -> None:
    desk = Desk()
    answer = desk.client.send("POST", desk.path, {**PARCEL, field: value})
    assert answer.status == 422
    assert answer.fields[0].startswith(field)
    assert desk.orders.get(desk.order_id).fulfilment.tracking_number is None
