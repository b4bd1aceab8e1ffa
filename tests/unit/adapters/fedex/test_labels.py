"""Labels to FedEx's contract: bought once, kept whole, cancelled."""

from dataclasses import replace

import pytest
import requests
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from orderloom.ports.carrier import LabelFormat

from tests.unit.adapters.fedex.samples import (
    ABROAD,
    NUMBER,
    OSLO,
    RATE,
    SHIPMENT,
    TOKEN,
    TWO,
    bought,
    carrier,
    error,
    offered,
    piece,
    scan,
    sent,
    tracked,
)
from tests.unit.adapters.papers import PNG, ZPL, b64, pages, pdf

CANCELLED = (200, {"output": {"cancelledShipment": True}})


def test_a_label_costs_what_was_charged_and_holds_its_document() -> None:
    fedex, wire = carrier(bought())
    label = fedex.buy(SHIPMENT, RATE)
    assert (label.label_id, label.tracking_number, label.parcels) == (NUMBER, NUMBER, ())
    assert (label.cost, label.currency, label.service) == (1402, "USD", "fedex_ground")
    assert pages(fedex.document(label)) == 1
    assert wire.asked == [("POST", "/ship/v1/shipments")]


def test_a_person_finds_the_operation_at_fedex() -> None:
    fedex, wire = carrier(bought(), bought())
    fedex.buy(SHIPMENT, RATE)
    assert wire.calls[0].headers["x-customer-transaction-id"] == "ord_1:label"
    (package,) = sent(wire)["requestedShipment"]["requestedPackageLineItems"]
    assert package["customerReferences"][0]["value"] == "ord_1:label"
    order_id = "ord_01JD0000000000000000000000"
    fedex.buy(replace(SHIPMENT, operation_key=f"{order_id}:label"), RATE)
    (package,) = sent(wire)["requestedShipment"]["requestedPackageLineItems"]
    assert package["customerReferences"][0]["value"] == order_id


def test_parcels_of_a_shipment_have_numbers_of_their_own_and_one_document() -> None:
    fedex, wire = carrier(bought(piece(), piece("794953555572", pdf(2))))
    label = fedex.buy(TWO, RATE)
    assert label.parcels == (NUMBER, "794953555572")
    assert pages(label.document) == 3
    packages = sent(wire)["requestedShipment"]["requestedPackageLineItems"]
    assert [package["sequenceNumber"] for package in packages] == [1, 2]


@pytest.mark.parametrize(
    ("wanted", "image", "document"),
    [(LabelFormat.ZPL, "ZPLII", ZPL), (LabelFormat.PNG, "PNG", PNG)],
)
def test_a_label_comes_as_asked(wanted: LabelFormat, image: str, document: bytes) -> None:
    fedex, wire = carrier(bought(piece(document=document)))
    label = fedex.buy(replace(SHIPMENT, label_format=wanted), RATE)
    assert label.document == document
    assert sent(wire)["requestedShipment"]["labelSpecification"]["imageType"] == image


def test_the_customs_invoice_is_printed_with_the_label() -> None:
    invoice = {"contentType": "COMMERCIAL_INVOICE", "encodedLabel": b64(pdf(3))}
    fedex, wire = carrier(bought(shipmentDocuments=[invoice]))
    assert pages(fedex.buy(ABROAD, RATE).document) == 4
    requested = sent(wire)["requestedShipment"]
    (recipient,) = requested["recipients"]
    assert recipient["contact"] == {"personName": OSLO.name, "phoneNumber": "4722345678"}
    customs = requested["customsClearanceDetail"]
    assert customs["dutiesPayment"] == {"paymentType": "RECIPIENT"}


@pytest.mark.parametrize(
    "spoilt", [{"contentType": "LABEL", "encodedLabel": "<<cut>>"}, {"contentType": "LABEL"}]
)
def test_a_paid_label_is_not_lost_over_its_document(spoilt: dict[str, str]) -> None:
    fedex, _ = carrier(bought({"trackingNumber": NUMBER, "packageDocuments": [spoilt]}))
    label = fedex.buy(SHIPMENT, RATE)
    assert label.document is None
    with pytest.raises(ProviderUnavailable):
        fedex.document(label)


def test_a_label_without_a_price_costs_what_was_offered() -> None:
    fedex, _ = carrier(bought(completedShipmentDetail={}))
    label = fedex.buy(SHIPMENT, RATE)
    assert (label.cost, label.currency) == (1321, "USD")


@pytest.mark.parametrize(
    "answer",
    [
        requests.ReadTimeout(),
        error(500, "INTERNAL.SERVER.ERROR"),
        error(503, "SERVICE.UNAVAILABLE.ERROR"),
        (200, b"<html>"),
        (200, b""),
        (200, b'{"output": {"transactionSh'),
        (200, {"output": {"jobId": "abc"}}),
        (200, {"output": {"transactionShipments": []}}),
        bought(masterTrackingNumber=None),
    ],
)
def test_a_purchase_of_unknown_outcome_is_not_repeated(answer: object) -> None:
    fedex, wire = carrier(answer)
    with pytest.raises(ProviderUnavailable, match="buy label"):
        fedex.buy(SHIPMENT, RATE)
    assert len(wire.calls) == 1
    with pytest.raises(Unsupported):
        fedex.find_label(SHIPMENT.operation_key)


def test_a_refusal_names_the_code_and_the_field_but_nobody() -> None:
    fedex, _ = carrier(error(400, "RECIPIENT.POSTALCODE.INVALID", key="POSTAL", value="78701"))
    with pytest.raises(ProviderRefused, match="POSTAL") as caught:
        fedex.buy(SHIPMENT, RATE)
    assert caught.value.code == "RECIPIENT.POSTALCODE.INVALID"
    assert "Ada" not in str(caught.value)
    assert "78701" not in str(caught.value)


def test_too_many_calls_are_told_apart() -> None:
    fedex, _ = carrier((429, b"<html>"))
    with pytest.raises(RateLimited):
        fedex.rates(SHIPMENT)


def test_a_token_is_asked_for_once_and_again_when_it_is_refused() -> None:
    expired = error(401, "NOT.AUTHORIZED.ERROR")
    fedex, wire = carrier(TOKEN, offered(), expired, TOKEN, offered(), token=False)
    fedex.rates(SHIPMENT)
    fedex.rates(SHIPMENT)
    paths = [path for _, path in wire.asked]
    assert paths.count("/oauth/token") == 2
    assert wire.calls[0].body == (
        "grant_type=client_credentials&client_id=app&client_secret=secret+of+the+app"
    )


def test_wrong_credentials_are_for_a_person_and_a_lockout_is_not() -> None:
    fedex, _ = carrier(error(401, "NOT.AUTHORIZED.ERROR"), token=False)
    with pytest.raises(CredentialsRejected) as caught:
        fedex.rates(SHIPMENT)
    assert "secret" not in f"{caught.value}{fedex!r}"
    fedex, _ = carrier((403, b"<html>"), token=False)
    with pytest.raises(RateLimited) as limited:
        fedex.rates(SHIPMENT)
    assert limited.value.retry_after == 600


def test_a_shipment_is_cancelled_with_all_its_parcels() -> None:
    fedex, wire = carrier(CANCELLED)
    fedex.void(NUMBER)
    assert wire.asked == [("PUT", "/ship/v1/shipments/cancel")]
    assert sent(wire)["deletionControl"] == "DELETE_ALL_PACKAGES"


def test_cancelling_what_is_cancelled_succeeds() -> None:
    gone = tracked({"scanEvents": [scan("CA", "CA", "2026-06-01T10:00:00+00:00")]})
    fedex, _ = carrier(error(400, "SHIPMENT.CANCEL.ERROR"), gone)
    fedex.void(NUMBER)


@pytest.mark.parametrize(
    "answers",
    [
        [(200, {"output": {"cancelledShipment": False}})],
        [error(400, "SHIPMENT.CANCEL.ERROR"), tracked({"scanEvents": []})],
    ],
)
def test_what_stays_valid_is_refused(answers: list[object]) -> None:
    fedex, _ = carrier(*answers)
    with pytest.raises(ProviderRefused):
        fedex.void(NUMBER)
