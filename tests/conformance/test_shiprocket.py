"""Shiprocket's samples, decoded as the answers to the adapter's own calls."""

import json
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.shiprocket import documents
from orderloom.adapters.shiprocket.http import accepted, read_error
from orderloom.errors import ProviderRefused

from tests.conformance.contracts import required
from tests.conformance.counts import COUNTS
from tests.conformance.samples import decoding
from tests.unit.adapters.shiprocket.samples import (
    KEY,
    NO_ORDER,
    RATE,
    SHIPMENT,
    carrier,
    found,
    order,
    served,
    shipment,
)

SAMPLES = required("fixtures/shiprocket")


def recorded(name: str) -> Any:
    path = SAMPLES / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else pytest.skip(f"no {name}")


def decoded(name: str, *before: object, then: tuple[object, ...] = ()) -> Any:
    """An adapter that gets the sample among its answers, counted."""
    COUNTS.responses_decoded += 1
    return carrier(*before, (200, recorded(name)["response"]), *then)[0]


def test_a_token() -> None:
    token = (200, recorded("auth__raw_00")["response"])
    assert carrier(token, served(), token=False)[0].rates(SHIPMENT) == ()
    COUNTS.responses_decoded += 1


def test_couriers() -> None:
    (rate,) = decoded("courier__serviceability").rates(SHIPMENT)
    assert (rate.rate_id, rate.amount, rate.delivery_days) == ("142", 4550, 4)
    (back,) = decoded("returns__return_serviceability_convenience").rates(SHIPMENT)
    assert (back.amount, back.delivery_days) == (5500, None)


@pytest.mark.parametrize("name", ["courier__assign_awb", "returns__return_awb_convenience"])
def test_a_number(name: str) -> None:
    label = decoded(name, found(order())).buy(SHIPMENT, RATE)
    assert label.tracking_number in {"321055706540", "RET123"}


def test_a_number_to_come() -> None:
    answer = recorded("courier__assign_awb_async_variant")["response"]
    assert documents.read_assigned(accepted("assign", answer)) == ""
    COUNTS.responses_decoded += 1


@pytest.mark.parametrize(
    "name", ["orders__create_custom_order", "orders__create_channel_specific_order"]
)
def test_an_order(name: str) -> None:
    assigned = (200, recorded("courier__assign_awb")["response"])
    shiprocket = decoded(name, NO_ORDER, then=(assigned,))
    made = recorded(name)["response"]
    assert shiprocket.buy(SHIPMENT, RATE).label_id.startswith(f"{made['shipment_id']}:")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("orders__raw_*.json")), ids=lambda p: p.name)
def test_a_list_of_orders(path: Path) -> None:
    listed = json.loads(path.read_text())["response"]
    if not isinstance(listed, dict) or not isinstance(listed.get("data"), list):
        return
    key = str(listed["data"][0]["channel_order_id"])
    assert documents.read_orders(listed, key) == ()  # it is cancelled
    again = [{**one, "status_code": "1"} for one in listed["data"]]
    assert documents.read_orders({"data": again}, key)[0].shipment_id
    COUNTS.responses_decoded += 1


def test_a_shipment() -> None:
    data = recorded("shipment__get_shipment_detail")["response"]
    assert documents.is_cancelled(data)
    label = carrier(found(order("3210")), (200, data))[0].find_label(KEY)
    assert label is not None
    assert label.cost == 0
    COUNTS.responses_decoded += 1


def test_cancelling() -> None:
    asked = decoded("shipment__cancel_shipments_by_awb", shipment(), then=(shipment(8),))
    asked.void("202:3210")


def test_a_label() -> None:
    shiprocket = decoded("shipment__generate_label", then=((200, b"%PDF-1"),))
    assert shiprocket.document(carrier(found(order("1")), shipment())[0].find_label(KEY))


@pytest.mark.parametrize(
    "name",
    ["shipment__track_by_awb", "shipment__track_by_shipment_id", "shipment__track_by_order_id"],
)
def test_tracking(name: str) -> None:
    answer = recorded(name)["response"]
    document = answer[0] if isinstance(answer, list) else answer
    assert carrier((200, document))[0].track("202:3210", "3210")
    COUNTS.responses_decoded += 1


def test_tracking_of_several() -> None:
    for answer in recorded("shipment__track_by_awbs")["response"].values():
        assert carrier((200, answer))[0].track("202:3210", "3210")
        COUNTS.responses_decoded += 1


def test_no_tracking_yet() -> None:
    name = "shipment__track_by_awb_no_activity_http200"
    assert decoded(name).track("202:3210", "3210") == ()


def test_a_refusal_inside_a_200() -> None:
    answer = recorded("wrapper__forward_shipment_invalid_http200")["response"]
    with pytest.raises(ProviderRefused):
        accepted("ship", answer)
    accepted("ship", recorded("wrapper__forward_shipment_success")["response"])
    COUNTS.responses_decoded += 2


@pytest.mark.parametrize("case", json.loads((SAMPLES / "errors__documented.json").read_text()))
def test_a_documented_error(case: dict[str, Any]) -> None:
    status = case["http_status"]
    answer = (status, {"message": case["message"], "status_code": status})
    if status == 401:  # the token is asked for again, and refused as well
        with pytest.raises(ProviderRefused):
            carrier(answer, (200, {"token": "t"}), answer)[0].find_label(KEY)
        COUNTS.responses_decoded += 1
        return
    with decoding(status):
        carrier(answer)[0].find_label(KEY)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("errors__raw_*.json")), ids=lambda p: p.name)
def test_an_error_is_read_without_its_words(path: Path) -> None:
    answer = json.loads(path.read_text())["response"]
    if isinstance(answer, dict):
        assert "field is required" not in str(read_error(answer))
        COUNTS.responses_decoded += 1
