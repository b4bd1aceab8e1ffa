"""A purchase in three steps, each looked up before it is repeated; cancelling and tracking."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ProviderRefused, ProviderUnavailable, ShipmentUnfit

from tests.unit.adapters.shiprocket.samples import (
    ASSIGNED,
    BOUGHT,
    CANCELLING,
    KEY,
    MADE,
    NO_ORDER,
    PDF_URL,
    RATE,
    SHIPMENT,
    carrier,
    found,
    order,
    shipment,
)

BASE = "/v1/external"


def test_a_label_is_an_order_with_a_couriers_number() -> None:
    shiprocket, wire = carrier(NO_ORDER, MADE, ASSIGNED)
    assert shiprocket.buy(SHIPMENT, RATE) == BOUGHT
    assert wire.asked == [
        ("GET", f"{BASE}/orders?search=ord_1%3Alabel&per_page=50"),
        ("POST", f"{BASE}/orders/create/adhoc"),
        ("POST", f"{BASE}/courier/assign/awb"),
    ]
    made, assigned = (json.loads(call.body or b"") for call in wire.calls[1:])
    assert assigned == {"shipment_id": 202, "courier_id": 142}
    assert made["order_id"] == KEY
    assert (made["billing_phone"], made["billing_pincode"]) == ("9876543210", "560034")
    assert (made["billing_address"], made["billing_address_2"]) == ("2 Temple Street", "Floor 3")
    assert made["billing_email"] == "api@acme.example"
    assert made["pickup_location"] == "Primary"
    (item,) = made["order_items"]
    assert (item["units"], item["selling_price"], made["sub_total"]) == (2, "749.50", 1499.0)
    assert (made["weight"], made["length"], made["breadth"], made["height"]) == (1.25, 31, 20, 10)


def test_an_order_made_before_is_gone_on_with() -> None:
    shiprocket, wire = carrier(found(order()), ASSIGNED)
    assert shiprocket.buy(SHIPMENT, RATE) == BOUGHT
    assert [path for _, path in wire.asked[1:]] == [f"{BASE}/courier/assign/awb"]


def test_a_number_assigned_before_is_kept() -> None:
    shiprocket, wire = carrier(
        NO_ORDER, MADE, requests.ReadTimeout(), found(order("3210")), shipment()
    )
    with pytest.raises(ProviderUnavailable):
        shiprocket.buy(SHIPMENT, RATE)
    assert shiprocket.buy(SHIPMENT, RATE) == BOUGHT
    assert [path for _, path in wire.asked].count(f"{BASE}/courier/assign/awb") == 1


@pytest.mark.parametrize("status", [429, 403])
def test_who_cannot_read_what_was_assigned_does_not_deny_it(status: int) -> None:
    shiprocket, _ = carrier(found(order("3210")), (status, {"message": "no"}))
    with pytest.raises(ProviderUnavailable) as raised:
        shiprocket.buy(SHIPMENT, RATE)
    assert type(raised.value) is ProviderUnavailable


def test_a_number_that_is_still_being_assigned_is_waited_for() -> None:
    soon = (200, {"success": True, "message": "We are processing your request"})
    shiprocket, _ = carrier(found(order()), soon, found(order("3210")), shipment())
    with pytest.raises(ProviderUnavailable, match="being assigned"):
        shiprocket.buy(SHIPMENT, RATE)
    assert shiprocket.find_label(KEY) == BOUGHT


@pytest.mark.parametrize(
    "orders",
    [
        [],
        [order()],
        [order("1", channel_order_id=f"{KEY}2")],
        [order("1", status_code=5)],
        [order("1", status_code="5")],
    ],
)
def test_no_label_is_found_without_a_number_of_this_very_order(orders: list[object]) -> None:
    shiprocket, _ = carrier(found(*orders))
    assert shiprocket.find_label(KEY) is None


def test_a_purchase_refused_with_status_200_is_refused() -> None:
    refused = {"awb_assign_status": 0, "response": {"data": {"awb_assign_error": "Asha's"}}}
    shiprocket, _ = carrier(found(order()), (200, refused))
    with pytest.raises(ProviderRefused) as caught:
        shiprocket.buy(SHIPMENT, RATE)
    assert "Asha" not in str(caught.value)


def test_a_name_longer_than_their_field_is_never_sent() -> None:
    shiprocket, wire = carrier()
    with pytest.raises(ValueError, match="50"):
        shiprocket.find_label("x" * 51)
    assert not wire.calls


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": None}, "ship_to.phone"),
        ({"phone": "+1 512 555 0100"}, "ship_to.phone"),
        ({"state": None}, "ship_to.state"),
        ({"postal_code": "060034"}, "ship_to.postal_code"),
        ({"line1": " "}, "ship_to.line1"),
        ({"line1": "word " * 50}, "ship_to.line1"),
        ({"city": "x" * 31}, "ship_to.city"),
    ],
)
def test_an_address_it_cannot_take_is_refused_by_field(
    change: dict[str, str | None], field: str
) -> None:
    shiprocket, _ = carrier(NO_ORDER)
    there = SHIPMENT.ship_to.model_copy(update=change)
    with pytest.raises(ShipmentUnfit) as caught:
        shiprocket.buy(replace(SHIPMENT, ship_to=there), RATE)
    assert caught.value.field == field


def test_the_document_is_made_on_asking() -> None:
    shiprocket, wire = carrier((200, {"label_created": 1, "label_url": PDF_URL}), (200, b"%PDF-1"))
    assert shiprocket.document(BOUGHT) == b"%PDF-1"
    assert json.loads(wire.calls[0].body or b"") == {"shipment_id": [202]}
    assert "Authorization" not in wire.calls[1].headers


def test_a_document_that_is_not_made_is_refused() -> None:
    shiprocket, _ = carrier((200, {"label_created": 0, "not_created": [202]}))
    with pytest.raises(ProviderRefused):
        shiprocket.document(BOUGHT)


def test_cancelling_is_asked_for_once_and_looked_after() -> None:
    shiprocket, wire = carrier(
        shipment(1), CANCELLING, shipment(1), shipment("16"), shipment(1), CANCELLING, shipment(8)
    )
    with pytest.raises(ProviderUnavailable, match="being cancelled"):
        shiprocket.void("202:3210")
    shiprocket.void("202:3210")
    assert len(wire.calls) == 4
    assert json.loads(wire.calls[1].body or b"") == {"awbs": ["3210"]}
    shiprocket.void("202:3210")


def test_what_cannot_be_cancelled_any_more_stays_valid() -> None:
    late = (400, {"message": "Cannot cancel a shipped order", "status_code": 400})
    shiprocket, _ = carrier(shipment(6), late)
    with pytest.raises(ProviderRefused):
        shiprocket.void("202:3210")


def tracked(*activities: dict[str, object], status: object = "17") -> tuple[int, object]:
    data = {"track_status": 1, "shipment_status": status, "shipment_track_activities": activities}
    return 200, {"tracking_data": data}


def test_scans_are_in_indian_time_and_come_oldest_first() -> None:
    shiprocket, wire = carrier(
        tracked(
            {"date": "2026-06-02 11:37:00", "status": "X", "activity": "Out", "sr-status": "NA"},
            {"date": "01 06 2026 05:00:00", "activity": "Picked", "sr-status": 42},
        )
    )
    scans = shiprocket.track("202:3210", "3210")
    assert wire.asked == [("GET", f"{BASE}/courier/track/awb/3210")]
    assert [(scan.state, scan.occurred_at) for scan in scans] == [
        (FulfilmentState.SHIPPED, datetime(2026, 5, 31, 23, 30, tzinfo=UTC)),
        (FulfilmentState.OUT_FOR_DELIVERY, datetime(2026, 6, 2, 6, 7, tzinfo=UTC)),
    ]


def test_a_number_not_seen_yet_has_no_scans_and_another_error_is_refused() -> None:
    nothing = {"track_status": 0, "error": "Aahh! There is no activities found in our DB."}
    other = {"track_status": "0", "error": "Something else"}
    answers = [(200, {"tracking_data": data}) for data in (nothing, other)]
    shiprocket, _ = carrier(*answers, (404, {"message": "not found"}), tracked())
    assert shiprocket.track("202:3210", "3210") == ()
    with pytest.raises(ProviderRefused):
        shiprocket.track("202:3210", "3210")
    assert shiprocket.track("202:3210", "3210") == ()
    assert shiprocket.track("202:3210", "3210") == ()


def test_a_scan_without_a_moment_is_not_understood() -> None:
    shiprocket, _ = carrier(tracked({"date": "yesterday", "sr-status": "7"}))
    with pytest.raises(ProviderUnavailable):
        shiprocket.track("202:3210", "3210")
