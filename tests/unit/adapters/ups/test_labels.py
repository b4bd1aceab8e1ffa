"""Labels to UPS's contract: bought once, turned upright, recovered, voided."""

from dataclasses import replace

import pytest
import requests
from orderloom.errors import (
    CredentialsRejected,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from orderloom.ports.carrier import LabelFormat

from tests.unit.adapters.papers import ZPL, b64, gif, pages, pdf, size
from tests.unit.adapters.ups.samples import (
    ABROAD,
    NUMBER,
    RATE,
    SECOND,
    SHIPMENT,
    TOKEN,
    TWO,
    bought,
    carrier,
    error,
    package,
    rated,
    recovered,
    sent,
)

CUT = {"TrackingNumber": NUMBER, "ShippingLabel": {"GraphicImage": "<<cut>>"}}


def test_a_label_costs_what_was_negotiated_and_holds_its_document() -> None:
    ups, wire = carrier(bought())
    label = ups.buy(SHIPMENT, RATE)
    assert (label.label_id, label.tracking_number, label.parcels) == (NUMBER, NUMBER, ())
    assert (label.cost, label.currency, label.service) == (1402, "USD", "ups_ground")
    assert pages(ups.document(label)) == 1
    assert wire.asked == [("POST", "/api/shipments/v2409/ship")]


def test_parcels_come_as_an_array_where_there_are_several() -> None:
    ups, _ = carrier(bought([package(), package(SECOND)]))
    label = ups.buy(TWO, RATE)
    assert label.parcels == (NUMBER, SECOND)
    assert pages(label.document) == 2


def test_a_picture_is_turned_upright() -> None:
    ups, _ = carrier(bought(package(picture=gif(140, 80))))
    label = ups.buy(replace(SHIPMENT, label_format=LabelFormat.PNG), RATE)
    assert label.document is not None
    assert label.document.startswith(b"\x89PNG")
    assert size(label.document) == (80, 140)


def test_printers_get_their_own_language() -> None:
    ups, wire = carrier(bought(package(picture=ZPL)))
    label = ups.buy(replace(SHIPMENT, label_format=LabelFormat.ZPL), RATE)
    assert label.document == ZPL
    wanted = sent(wire)["ShipmentRequest"]["LabelSpecification"]
    assert wanted["LabelImageFormat"]["Code"] == "ZPL"


def test_a_person_finds_the_operation_at_ups() -> None:
    ups, wire = carrier(bought(), bought())
    ups.buy(replace(SHIPMENT, operation_key="ord_01JD0000000000000000000000:label"), RATE)
    asked = sent(wire)["ShipmentRequest"]
    named = [{"Value": "ord_01JD0000000000000000000000label"}]
    assert asked["Shipment"]["Package"][0]["ReferenceNumber"] == named
    assert asked["Request"]["TransactionReference"]["CustomerContext"].endswith(":label")
    ups.buy(ABROAD, RATE)
    assert sent(wire)["ShipmentRequest"]["Shipment"]["ReferenceNumber"] == [{"Value": "ord_1label"}]


def test_the_customs_invoice_is_printed_with_the_label() -> None:
    form = {"Code": "01", "Image": {"ImageFormat": {"Code": "PDF"}, "GraphicImage": b64(pdf(3))}}
    ups, wire = carrier(bought(Form=form))
    assert pages(ups.buy(ABROAD, RATE).document) == 4
    options = sent(wire)["ShipmentRequest"]["Shipment"]["ShipmentServiceOptions"]
    invoice = options["InternationalForms"]
    assert (invoice["InvoiceNumber"], invoice["CurrencyCode"]) == ("ord_1", "USD")
    (product,) = invoice["Product"]
    assert product["Description"] == ["Mug"]
    assert product["OriginCountryCode"] == "PT"
    assert (product["Unit"]["Number"], product["Unit"]["Value"]) == ("2", "15.00")


def test_a_paid_label_is_not_lost_over_its_document_or_its_price() -> None:
    found = {"TrackingNumber": NUMBER, "LabelImage": {"GraphicImage": b64(pdf(2))}}
    spoilt = bought(CUT, ShipmentCharges=None, NegotiatedRateCharges=None)
    ups, wire = carrier(spoilt, recovered(found))
    label = ups.buy(SHIPMENT, RATE)
    assert (label.cost, label.document) == (1321, None)
    assert pages(ups.document(label)) == 2
    assert sent(wire)["LabelRecoveryRequest"]["TrackingNumber"] == NUMBER


def test_no_document_anywhere_is_no_document() -> None:
    ups, _ = carrier(bought(package(picture=b"no picture")), recovered({}))
    label = ups.buy(SHIPMENT, RATE)
    with pytest.raises(ProviderUnavailable):
        ups.document(label)


@pytest.mark.parametrize(
    "answer",
    [
        requests.ReadTimeout(),
        error(500, "1"),
        (503, b"<html>"),
        (200, b""),
        (200, b'{"ShipmentResponse": {'),
        bought([]),
        bought(ShipmentIdentificationNumber=""),
    ],
)
def test_a_purchase_of_unknown_outcome_is_not_repeated(answer: object) -> None:
    ups, wire = carrier(answer)
    with pytest.raises(ProviderUnavailable, match="buy label"):
        ups.buy(SHIPMENT, RATE)
    assert len(wire.calls) == 1


def test_a_label_is_found_by_our_reference() -> None:
    first = {"TrackingNumber": NUMBER, "LabelImage": {"GraphicImage": b64(pdf(2))}}
    ups, wire = carrier(recovered(first, {"TrackingNumber": SECOND}), recovered())
    label = ups.find_label("ord_1:label")
    assert label is not None
    assert (label.label_id, label.parcels) == (NUMBER, (NUMBER, SECOND))
    assert (pages(label.document), label.currency) == (2, "")
    named = sent(wire)["LabelRecoveryRequest"]["ReferenceValues"]
    assert named == {"ReferenceNumber": {"Value": "ord_1label"}, "ShipperNumber": "A1B2C3"}
    assert ups.find_label("ord_1:label") is None


def test_a_refused_recovery_does_not_tell() -> None:
    ups, _ = carrier(error(400, "300000"), error(401, "250002"), TOKEN, error(401, "250002"))
    with pytest.raises(Unsupported):
        ups.find_label("ord_1:label")
    with pytest.raises(CredentialsRejected):
        ups.find_label("ord_1:label")


@pytest.mark.parametrize("status", [429, 400, 403])
def test_too_many_calls_are_told_apart_by_their_code(status: int) -> None:
    ups, _ = carrier(error(status, "10429"))
    with pytest.raises(RateLimited):
        ups.buy(SHIPMENT, RATE)


def test_a_token_is_asked_for_beside_the_api_with_the_secret() -> None:
    ups, wire = carrier(TOKEN, rated([]), token=False)
    ups.rates(SHIPMENT)
    assert wire.asked[0] == ("POST", "/security/v1/oauth/token")
    assert wire.calls[0].headers["Authorization"].startswith("Basic ")
    assert wire.calls[0].body == "grant_type=client_credentials"
    assert wire.calls[1].headers["Authorization"] == "Bearer tok-1"


def test_wrong_credentials_are_for_a_person_and_nobody_reads_them() -> None:
    ups, _ = carrier(error(401, "250003"), token=False)
    with pytest.raises(CredentialsRejected) as caught:
        ups.rates(SHIPMENT)
    assert "secret" not in f"{caught.value}{ups!r}"
    assert "Ada" not in str(caught.value)
