"""Purchases, cancellations and scans to USPS v3's contract."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
import requests
from orderloom.domain.ordered import Address
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ProviderRefused, ProviderUnavailable, ShipmentUnfit, Unsupported
from orderloom.ports.carrier import Label, LabelFormat

from tests.unit.adapters.usps.samples import PDF, RATE, SHIPMENT, carrier, error, label

NUMBER = "9234690361980900000142"
BOUGHT = Label(NUMBER, NUMBER, "usps", "priority_mail", 1065, "USD", document=PDF)


def test_a_label_is_paid_for_with_the_second_token_and_holds_its_document() -> None:
    usps, wire = carrier((200, label()))
    assert usps.buy(SHIPMENT, RATE) == BOUGHT
    assert usps.document(BOUGHT) == PDF
    (call,) = wire.calls
    assert (call.method, call.path_url) == ("POST", "/labels/v3/label")
    assert call.headers["X-Payment-Authorization-Token"] == "pay-0"
    assert call.headers["Accept"] == "application/vnd.usps.labels+json"
    sent = json.loads(call.body or b"")
    assert sent["imageInfo"]["imageType"] == "PDF"
    assert sent["fromAddress"] == {
        "firstName": "Ada",
        "lastName": "Byron",
        "streetAddress": "1 Quay St",
        "city": "Boston",
        "state": "MA",
        "ZIPCode": "02110",
        "ZIPPlus4": "1234",
        "phone": "+16175550100",
        "ignoreBadAddress": True,
    }
    assert sent["toAddress"]["firm"] == "Bob"
    assert sent["toAddress"]["secondaryAddress"] == "Apt 3"
    package = sent["packageDescription"]
    assert (package["mailClass"], package["rateIndicator"]) == ("PRIORITY_MAIL", "SP")


def test_a_purchase_asked_again_is_the_same_to_the_letter() -> None:
    usps, wire = carrier(requests.ReadTimeout(), (200, label()), (200, label()))
    with pytest.raises(ProviderUnavailable):
        usps.buy(SHIPMENT, RATE)
    assert usps.repeats_safely
    usps.buy(SHIPMENT, RATE)
    usps.buy(replace(SHIPMENT, operation_key="ord_2:label"), RATE)
    first, again, other = wire.calls
    key = first.headers["X-Idempotency-Key"]
    assert UUID(key).version == 5
    assert (again.headers["X-Idempotency-Key"], again.body) == (key, first.body)
    assert other.headers["X-Idempotency-Key"] != key


def test_it_cannot_be_asked_what_was_bought() -> None:
    with pytest.raises(Unsupported):
        carrier()[0].find_label("ord_1:label")


@pytest.mark.parametrize(
    ("wanted", "sent"), [(LabelFormat.PNG, "PNG"), (LabelFormat.ZPL, "ZPL203DPI")]
)
def test_other_formats(wanted: LabelFormat, sent: str) -> None:
    usps, wire = carrier((200, label()))
    usps.buy(replace(SHIPMENT, label_format=wanted), RATE)
    assert json.loads(wire.calls[0].body or b"")["imageInfo"]["imageType"] == sent


def test_extra_services_are_paid_beside_the_postage() -> None:
    extra = [{"name": "Insurance", "price": 2.995}, {"name": "USPS Tracking"}]
    usps, _ = carrier((200, label(extraServices=extra)))
    assert usps.buy(SHIPMENT, RATE).cost == 1365


@pytest.mark.parametrize(
    "bad", [{"trackingNumber": ""}, {"postage": None}, {"labelImage": "?"}, {"labelImage": None}]
)
def test_a_label_that_lacks_something_is_an_unknown_outcome(bad: dict[str, object]) -> None:
    usps, _ = carrier((200, label(**bad)))
    with pytest.raises(ProviderUnavailable, match="not understood"):
        usps.buy(SHIPMENT, RATE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"line1": "x" * 51}, "ship_to.line1"),
        ({"line1": "word " * 30}, "ship_to.line1"),
        ({"line1": " "}, "ship_to.line1"),
        ({"city": "Llanfairpwllgwyngyllgogerychwyrn"}, "ship_to.city"),
        ({"name": "x" * 51}, "ship_to.name"),
        ({"state": "Texas"}, "ship_to.state"),
        ({"postal_code": "K1A 0B1"}, "ship_to.postal_code"),
    ],
)
def test_an_address_it_cannot_take_is_refused_by_field(change: dict[str, str], field: str) -> None:
    usps, wire = carrier()
    there: Address = SHIPMENT.ship_to.model_copy(update=change)
    with pytest.raises(ShipmentUnfit) as caught:
        usps.buy(replace(SHIPMENT, ship_to=there), RATE)
    assert caught.value.field == field
    assert not wire.calls


def test_a_cancelled_label_is_void_and_a_disputed_one_is_for_a_person() -> None:
    disputed = {"trackingNumber": NUMBER, "status": "DISPUTED", "disputeId": "103789"}
    usps, wire = carrier((200, {"status": "CANCELED"}), (200, disputed), (200, {"status": "?"}))
    usps.void(NUMBER)
    assert wire.asked == [("DELETE", f"/labels/v3/label/{NUMBER}")]
    assert wire.calls[0].headers["X-Payment-Authorization-Token"] == "pay-0"
    with pytest.raises(ProviderRefused, match="103789"):
        usps.void(NUMBER)
    with pytest.raises(ProviderUnavailable):
        usps.void(NUMBER)


def test_a_void_refused_is_refused() -> None:
    usps, _ = carrier(error(400, parameter="trackingNumber"))
    with pytest.raises(ProviderRefused, match="trackingNumber"):
        usps.void(NUMBER)


def event(code: str, moment: str, **more: object) -> dict[str, object]:
    return {"eventType": f"type {code}", "eventCode": code, "GMTTimestamp": moment, **more}


def test_scans_come_oldest_first_and_the_newest_has_the_parcels_state() -> None:
    answer = {
        "statusCategory": "Delivery Attempt: Action Needed",
        "trackingEvents": [
            event("53", "2026-06-03T14:00:00Z"),
            event("OF", "", eventTimestamp="2026-06-03T08:00:00", GMTOffset="-05:00"),
            event("GX", "2026-06-01T14:00:00Z"),
        ],
    }
    usps, wire = carrier((200, answer))
    scans = usps.track(NUMBER, NUMBER)
    assert wire.asked == [("GET", f"/tracking/v3/tracking/{NUMBER}?expand=DETAIL")]
    assert [scan.state for scan in scans] == [
        None,
        FulfilmentState.OUT_FOR_DELIVERY,
        FulfilmentState.EXCEPTION,
    ]
    assert scans[0].occurred_at == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert (scans[0].code, scans[0].description) == ("GX", "type GX")


def test_a_number_not_seen_yet_has_no_scans() -> None:
    usps, _ = carrier(error(404), (200, {"trackingNumber": NUMBER}))
    assert usps.track(NUMBER, NUMBER) == ()
    assert usps.track(NUMBER, NUMBER) == ()
