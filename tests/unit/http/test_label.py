"""GET /v1/orders/{order_id}/label: a link, to who may see the order."""

from typing import Any

import pytest
from orderloom.domain.order import Fulfilment
from orderloom.domain.states import FulfilmentState

from tests.unit.http.client import RIVAL, Answer, Client

KEY = "labels/acme/ord_1/se-1.zpl"


def asked(fulfilment: Fulfilment, **parts: Any) -> Answer:
    client = Client()
    order_id = client.order().json["id"]
    orders = client.container.orders("acme")
    orders.add(orders.get(order_id).model_copy(update={"fulfilment": fulfilment}))
    return client.send("GET", f"/v1/orders/{order_id}/label", **parts)


def test_a_label_is_handed_out_for_five_minutes() -> None:
    answer = asked(Fulfilment(state=FulfilmentState.LABELLED, label_key=KEY))
    assert answer.status == 200
    assert answer.json["url"] == f"https://labels.invalid/{KEY}?seconds=300"
    assert answer.json["format"] == "zpl"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "fulfilment", [Fulfilment(), Fulfilment(state=FulfilmentState.VOIDED, label_key=KEY)]
)
def test_where_there_is_no_label_it_says_so(fulfilment: Fulfilment) -> None:
    answer = asked(fulfilment)
    assert (answer.status, answer.slug) == (409, "conflict")


def test_anothers_label_does_not_exist() -> None:
    fulfilment = Fulfilment(state=FulfilmentState.LABELLED, label_key=KEY)
    assert asked(fulfilment, caller=RIVAL).status == 404
