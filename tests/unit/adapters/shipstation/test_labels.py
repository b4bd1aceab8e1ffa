"""Labels to ShipStation v2's contract: bought once, found again, voided, downloaded."""

import json
from dataclasses import replace

import pytest
import requests
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from orderloom.ports.carrier import Label, LabelFormat

from tests.unit.adapters.shipstation.samples import (
    BOUGHT,
    NOT_FOUND,
    RATE,
    SHIPMENT,
    carrier,
    label,
)


def test_a_label_is_bought_by_its_rate() -> None:
    shipstation, wire = carrier((200, label()))
    assert shipstation.buy(SHIPMENT, RATE) == BOUGHT
    assert wire.asked == [("POST", "/v2/labels/rates/se-7")]


def test_a_purchase_of_unknown_outcome_is_looked_up_and_never_repeated() -> None:
    shipstation, wire = carrier(requests.ReadTimeout(), (200, label()))
    assert shipstation.buy(SHIPMENT, RATE) == BOUGHT
    by_name = "/v2/labels/external_shipment_id/ord_1%3Alabel?label_download_type=inline"
    assert wire.asked[1] == ("GET", by_name)


def test_a_purchase_that_cannot_be_found_stays_unknown() -> None:
    shipstation, wire = carrier((500, {"errors": []}), NOT_FOUND)
    with pytest.raises(ProviderUnavailable, match="buy label"):
        shipstation.buy(SHIPMENT, RATE)
    assert [method for method, _ in wire.asked] == ["POST", "GET"]


@pytest.mark.parametrize("status", [429, 401])
def test_a_look_that_is_turned_away_does_not_say_that_nothing_was_bought(status: int) -> None:
    shipstation, _ = carrier(requests.ReadTimeout(), (status, {"errors": []}))
    with pytest.raises(ProviderUnavailable) as raised:
        shipstation.buy(SHIPMENT, RATE)
    assert type(raised.value) is ProviderUnavailable


@pytest.mark.parametrize(
    "gone", [NOT_FOUND, (200, label(voided=True)), (200, label(status="error"))]
)
def test_only_a_valid_label_is_found(gone: tuple[int, dict[str, object]]) -> None:
    shipstation, _ = carrier(gone, (200, label()))
    assert shipstation.find_label("ord_1:label") is None
    assert shipstation.find_label("ord_1:label") == BOUGHT


def test_a_label_still_being_made_is_asked_for_again() -> None:
    shipstation, _ = carrier((200, label(status="processing")))
    with pytest.raises(ProviderUnavailable):
        shipstation.find_label("ord_1:label")


def test_a_name_shipstation_would_cut_is_not_used() -> None:
    shipstation, _ = carrier()
    with pytest.raises(ValueError, match="50"):
        shipstation.find_label("x" * 51)


def test_voiding_succeeds_when_approved_or_void_already() -> None:
    refused = (200, {"approved": False, "message": "m"})
    shipstation, wire = carrier((200, {"approved": True}), refused, (200, label(voided=True)))
    shipstation.void("se-9")
    shipstation.void("se-9")
    assert wire.asked[0] == ("PUT", "/v2/labels/se-9/void")


def test_a_void_refused_with_status_200_is_refused() -> None:
    refused = (200, {"approved": False, "message": "m", "reason_code": "label_already_used"})
    shipstation, _ = carrier(refused, (200, label()))
    with pytest.raises(ProviderRefused) as caught:
        shipstation.void("se-9")
    assert caught.value.code == "label_already_used"


def test_an_answer_without_its_fields_is_an_unknown_outcome() -> None:
    shipstation, _ = carrier((200, label(tracking_number=None)), NOT_FOUND)
    with pytest.raises(ProviderUnavailable, match="not understood"):
        shipstation.buy(SHIPMENT, RATE)


def test_wrong_credentials_are_for_a_person() -> None:
    shipstation, _ = carrier((401, {"errors": [{"error_code": "unauthorized"}]}))
    with pytest.raises(CredentialsRejected) as caught:
        shipstation.rates(SHIPMENT)
    assert "key-1" not in f"{caught.value}{shipstation!r}"


def test_the_document_is_a_pdf_fetched_without_the_key() -> None:
    shipstation, wire = carrier((200, b"%PDF-1.7 ..."), content_type="application/pdf")
    assert shipstation.document(BOUGHT) == b"%PDF-1.7 ..."
    assert "API-Key" not in wire.calls[0].headers


def test_a_label_comes_with_its_paper() -> None:
    paper = {"href": "data:application/pdf;base64,JVBERi0xLjcgLi4u"}
    shipstation, wire = carrier((200, label(label_download=paper)))
    bought = shipstation.buy(SHIPMENT, RATE)
    assert (bought.document, shipstation.document(bought)) == (b"%PDF-1.7 ...",) * 2
    assert json.loads(wire.calls[0].body or b"")["label_download_type"] == "inline"
    assert len(wire.calls) == 1


@pytest.mark.parametrize("paper", ["data:", "data:application/pdf;base64,%%%", "data:,aGVsbG8="])
def test_a_label_is_not_lost_over_a_paper_that_cannot_be_read(paper: str) -> None:
    shipstation, wire = carrier(
        (200, label(label_download={"href": paper})), (200, label()), (200, b"%PDF-1.7 ...")
    )
    bought = shipstation.buy(SHIPMENT, RATE)
    assert bought.document is None
    assert shipstation.document(bought) == b"%PDF-1.7 ..."
    assert wire.asked[1:] == [("GET", "/v2/labels/se-9"), ("GET", "/v2/downloads/9.pdf")]


@pytest.mark.parametrize(
    ("wanted", "magic"), [(LabelFormat.PNG, b"\x89PNG..."), (LabelFormat.ZPL, b"^XA^XZ")]
)
def test_other_formats_are_bought_and_fetched(wanted: LabelFormat, magic: bytes) -> None:
    urls = {kind: f"http://ship.test/v2/9.{kind}" for kind in ("pdf", "png", "zpl")}
    bought = label(label_format=wanted.value, label_download={**urls, "href": "http://x/9"})
    shipstation, wire = carrier((200, bought), (200, magic))
    made = shipstation.buy(replace(SHIPMENT, label_format=wanted), RATE)
    assert json.loads(wire.calls[0].body or b"")["label_format"] == wanted.value
    assert made.document_url == urls[wanted.value]
    assert shipstation.document(made) == magic


def test_parcels_with_numbers_of_their_own_have_them() -> None:
    two = [{"tracking_number": "1Z1"}, {"tracking_number": "1Z2"}]
    shipstation, _ = carrier((200, label(packages=two)), (200, label(packages=two[:1] * 2)))
    assert shipstation.buy(SHIPMENT, RATE).parcels == ("1Z1", "1Z2")
    assert shipstation.buy(SHIPMENT, RATE).parcels == ()


@pytest.mark.parametrize(
    "answer",
    [(200, b"<html>"), (200, b""), (404, b"%PDF-"), (500, b""), requests.ConnectionError()],
)
def test_what_is_no_pdf_is_no_document(answer: object) -> None:
    shipstation, _ = carrier(answer)
    with pytest.raises(ProviderUnavailable):
        shipstation.document(BOUGHT)


@pytest.mark.parametrize("url", ["http://evil.test/9.pdf", "file:///etc/passwd", "ftp://x/9"])
def test_a_document_elsewhere_must_be_encrypted_on_its_way(url: str) -> None:
    shipstation, wire = carrier((200, b"%PDF-"))
    with pytest.raises(ProviderUnavailable):
        shipstation.document(Label("se-9", "1Z1", "ups", "s", 1, "USD", document_url=url))
    assert not wire.calls
