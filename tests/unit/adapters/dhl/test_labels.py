"""Labels and tracking to MyDHL's contract."""

from dataclasses import replace

import pytest
import requests
from orderloom.domain.states import FulfilmentState
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from orderloom.ports.carrier import LabelFormat

from tests.unit.adapters.dhl.samples import (
    ABROAD,
    NUMBER,
    OSLO,
    RATE,
    SHIPMENT,
    TWO,
    bought,
    carrier,
    error,
    event,
    paper,
    sent,
    tracked,
)
from tests.unit.adapters.papers import ZPL, pages, pdf


def test_a_label_holds_all_papers_the_courier_and_customs_want() -> None:
    papers = paper("invoice", pdf(3)), paper("label"), paper("waybillDoc", pdf(2))
    dhl, wire = carrier(bought(*papers))
    label = dhl.buy(ABROAD, RATE)
    assert (label.label_id, label.tracking_number, label.parcels) == (NUMBER, NUMBER, ())
    assert (label.cost, label.currency) == (16000, "USD")
    assert pages(dhl.document(label)) == 6
    assert wire.asked == [("POST", "/mydhlapi/shipments")]
    assert (sent(wire)["productCode"], sent(wire)["localProductCode"]) == ("P", "S")


def test_goods_are_declared_line_by_line() -> None:
    dhl, wire = carrier(bought())
    dhl.buy(ABROAD, RATE)
    content = sent(wire)["content"]
    assert (content["declaredValue"], content["incoterm"]) == (30, "DAP")
    assert content["exportDeclaration"]["invoice"] == {"number": "ord_1", "date": "2025-03-14"}
    assert content["exportDeclaration"]["lineItems"] == [
        {
            "number": 1,
            "description": "Mug",
            "price": 15,
            "quantity": {"value": 2, "unitOfMeasurement": "PCS"},
            "manufacturerCountry": "PT",
            "weight": {"netValue": 1.25},
        }
    ]
    receiver = sent(wire)["customerDetails"]["receiverDetails"]["contactInformation"]
    assert receiver["fullName"] == OSLO.name


def test_a_person_finds_the_operation_at_dhl() -> None:
    dhl, wire = carrier(bought())
    key = "ord_01JD0000000000000000000000:label"
    dhl.buy(replace(SHIPMENT, operation_key=key), RATE)
    named = "ord_01JD0000000000000000000000label"
    assert sent(wire)["customerReferences"] == [{"value": named, "typeCode": "CU"}]
    assert wire.calls[0].headers["Message-Reference"] == named
    with pytest.raises(ValueError, match="35"):
        dhl.buy(replace(SHIPMENT, operation_key="x" * 36), RATE)


def test_parcels_have_numbers_of_their_own() -> None:
    pieces = [{"trackingNumber": "JD1"}, {"trackingNumber": "JD2"}]
    dhl, _ = carrier(bought(packages=pieces))
    assert dhl.buy(TWO, RATE).parcels == ("JD1", "JD2")


def test_printers_get_their_own_language() -> None:
    dhl, wire = carrier(bought(paper(document=ZPL), paper("waybillDoc", ZPL)))
    label = dhl.buy(replace(SHIPMENT, label_format=LabelFormat.ZPL), RATE)
    assert label.document == ZPL + b"\n" + ZPL
    assert sent(wire)["outputImageProperties"]["encodingFormat"] == "zpl"


def test_a_paid_label_is_not_lost_over_its_document_or_its_price() -> None:
    cut = {"typeCode": "label", "content": "<<cut>>"}
    dhl, _ = carrier(bought(cut, shipmentCharges=["dear"]))
    label = dhl.buy(ABROAD, RATE)
    assert (label.cost, label.document) == (15795, None)
    with pytest.raises(ProviderUnavailable):
        dhl.document(label)


@pytest.mark.parametrize(
    "answer",
    [
        requests.ReadTimeout(),
        error(500, "999: Process failure occurred."),
        (503, b"<html>"),
        (201, b""),
        (201, b'{"shipmentTrackingNumber": "11'),
        bought(shipmentTrackingNumber=None),
    ],
)
def test_a_purchase_of_unknown_outcome_is_not_repeated(answer: object) -> None:
    dhl, wire = carrier(answer)
    with pytest.raises(ProviderUnavailable, match="buy label"):
        dhl.buy(ABROAD, RATE)
    assert len(wire.calls) == 1


def test_what_dhl_has_not_is_said_so() -> None:
    dhl, wire = carrier()
    with pytest.raises(Unsupported):
        dhl.void(NUMBER)
    with pytest.raises(Unsupported):
        dhl.find_label("ord_1:label")
    assert not wire.calls


@pytest.mark.parametrize("told", [400, "400"])
@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ("7147: #/content/description of Ada Byron is bad", "7147"),
        ("#/content/packages/0: extraneous key", "Bad request"),
    ],
)
def test_a_refusal_names_the_code_and_the_field_but_nobody(
    detail: str, code: str, told: object
) -> None:
    dhl, _ = carrier(error(422, detail, told))
    with pytest.raises(ProviderRefused, match="#/content") as caught:
        dhl.buy(ABROAD, RATE)
    assert caught.value.code == code
    assert "Ada" not in str(caught.value)


def test_wrong_credentials_and_too_many_calls_are_told_apart() -> None:
    dhl, _ = carrier((401, {"reasons": [{"msg": "Unauthorized"}]}), (429, b""))
    with pytest.raises(CredentialsRejected) as caught:
        dhl.rates(ABROAD)
    assert "secret" not in f"{caught.value}{dhl!r}"
    with pytest.raises(RateLimited):
        dhl.rates(ABROAD)


def test_checkpoints_are_told_oldest_first_in_our_states() -> None:
    dhl, wire = carrier(
        tracked(
            event("OK", "2026-06-03 09:26:00", GMTOffset="+09:00"),
            event("WC", "2026-06-02 09:00:00"),
            event("RR", "2026-06-01 22:35:34"),
            event("PU", "2026-06-01 13:56:21"),
        )
    )
    scans = dhl.track("", NUMBER)
    assert [scan.state for scan in scans] == [
        FulfilmentState.SHIPPED,
        None,
        FulfilmentState.OUT_FOR_DELIVERY,
        FulfilmentState.DELIVERED,
    ]
    assert scans[-1].occurred_at.isoformat() == "2026-06-03T00:26:00+00:00"
    assert wire.asked[0][1].startswith(f"/mydhlapi/shipments/{NUMBER}/tracking?")


def test_an_unknown_number_has_no_scans_yet() -> None:
    dhl, _ = carrier(error(404, "No data found"), tracked())
    assert dhl.track("", NUMBER) == ()
    assert dhl.track("", NUMBER) == ()


@pytest.mark.parametrize("bad", [{"date": None}, {"date": "soon"}, {"time": "late"}])
def test_a_checkpoint_without_a_moment_is_not_understood(bad: dict[str, object]) -> None:
    dhl, _ = carrier(tracked({**event("PU", "2026-06-01 13:56:21"), **bad}))
    with pytest.raises(ProviderUnavailable, match="not understood"):
        dhl.track("", NUMBER)
