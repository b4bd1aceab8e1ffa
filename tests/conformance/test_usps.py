"""What the USPS adapter sends, against its documents; what it reads, against its samples."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.usps.http import read_error
from orderloom.adapters.usps.multipart import MEDIA_TYPE
from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import LabelFormat, Parcel, Shipment
from requests import PreparedRequest

from tests.conformance.contracts import required
from tests.conformance.counts import COUNTS
from tests.conformance.openapi_requests import validate_call
from tests.conformance.samples import Sample, decoding, named_samples
from tests.unit.adapters.usps.samples import (
    PAYMENT,
    PDF,
    RATE,
    SHIPMENT,
    TOKEN,
    carrier,
    error,
    label,
    offered,
)

SPECS = required("specs/usps")
SAMPLES = required("fixtures/usps")
EXAMPLES = SAMPLES / "oas_examples"
BASES = {
    "domestic-labels": "/labels/v3",
    "shipping-options": "/shipments/v3",
    "payments": "/payments/v3",
    "tracking": "/tracking/v3",
}


def validate(call: PreparedRequest) -> None:
    """Against the document of its part of USPS."""
    for name, base in BASES.items():
        if call.path_url.startswith(base):
            return validate_call(SPECS / f"{name}.yaml", call, base=base)
    raise AssertionError(f"{call.path_url} is in no document")


def a_shipment(**changes: Any) -> Shipment:
    return replace(SHIPMENT, **changes)


FAR = SHIPMENT.ship_to.model_copy(
    update={
        "name": "Ada Augusta King Byron",
        "line1": "A very long street with many words in its name 12345 N",
        "line2": None,
        "country": "PR",
        "state": None,
        "postal_code": "00901-0001",
        "phone": "(787) 555-0100 ext 5",
    }
)
SHIPMENTS = {
    "usual": SHIPMENT,
    "png": a_shipment(label_format=LabelFormat.PNG),
    "zpl": a_shipment(label_format=LabelFormat.ZPL),
    "far": a_shipment(ship_to=FAR),
    "small": a_shipment(parcels=(Parcel(1, 1, 1, 1),)),
    "heavy": a_shipment(parcels=(Parcel(31_750, 600, 500, 400),)),
}


@pytest.mark.parametrize("shipment", SHIPMENTS.values(), ids=SHIPMENTS)
def test_everything_sent_for_a_shipment_is_as_documented(shipment: Shipment) -> None:
    usps, wire = carrier(
        offered(),
        (200, label()),
        (200, {"status": "CANCELED"}),
        error(404),
    )
    usps.rates(shipment)
    usps.buy(shipment, RATE)
    usps.void("9262593519935271903671")
    usps.track("9262593519935271903671", "9262593519935271903671")
    assert len(wire.calls) == 4
    for call in wire.calls:
        validate(call)


def test_the_payment_token_is_asked_for_as_documented() -> None:
    usps, wire = carrier(TOKEN, PAYMENT, (200, {"status": "CANCELED"}), tokens=False)
    usps.void("9262593519935271903671")
    validate(wire.calls[1])


def test_a_request_that_is_not_as_documented_is_found_out() -> None:
    usps, wire = carrier((200, label()))
    usps.buy(SHIPMENT, replace(RATE, rate_id="PRIORITY_MAIL/XX/MACHINABLE"))
    with pytest.raises(AssertionError, match="XX"):
        validate(wire.calls[0])


def decode(operation: str, answer: tuple[int, Any]) -> None:
    """Through the adapter, as the answer to its own call."""
    usps, _ = carrier(*[answer] * 2)
    if operation.startswith("options"):
        usps.rates(SHIPMENT)
    elif operation.startswith("buy"):
        assert usps.buy(SHIPMENT, RATE).tracking_number
    elif operation.startswith("delete"):
        usps.void("9262593519935271903671")
    else:
        usps.track("1", "1")


OPERATIONS = {
    "shipping_options__post_options_search": "options",
    "domestic_labels__post_label": "buy",
    "domestic_labels__delete_label": "delete",
    "domestic_labels__delete_label_trackingNumber": "delete",
    "tracking__get_tracking_trackingNumber": "track",
}


@pytest.mark.parametrize("sample", named_samples(EXAMPLES, "|".join(OPERATIONS)), ids=str)
def test_a_sample_answer_is_decoded_or_is_the_right_error(sample: Sample) -> None:
    status, document = sample.answer
    operation = OPERATIONS[sample.operation]
    if operation == "buy" and status == 200:
        document = shown(document)
    refused = document.get("status") == "DISPUTED"  # with status 200
    with decoding(400 if refused else status):
        decode(operation, (status, document))


def shown(document: dict[str, Any]) -> dict[str, Any]:
    """Samples show no real image: a label's is put in its place."""
    return {**document, "labelImage": base64.b64encode(PDF).decode()}


BODIES = {
    "rate": sorted((SAMPLES / "rate").glob("*response*.json")),
    "shipment": sorted((SAMPLES / "shipment").glob("*response*.json")),
    "tracking": sorted((SAMPLES / "tracking").glob("*response*.json")),
    "schema": sorted((SAMPLES / "schema_samples").glob("*response*.json")),
}
FORMS = sorted((SAMPLES / "shipment").glob("shipment_response*.txt"))
KINDS = {"rate_response": "options", "shipment_cancel_response": "delete"}
KINDS |= {"tracking_response": "track", "label_response": "buy", "tracking_responses": "track"}


@pytest.mark.parametrize(
    "path", [path for paths in BODIES.values() for path in paths], ids=lambda path: path.name
)
def test_a_recorded_answer_is_decoded(path: Path) -> None:
    body = json.loads(path.read_text())
    for document in body if isinstance(body, list) else [body]:
        if "error" in document:
            assert read_error(document).code
        elif (kind := KINDS.get(path.stem)) is not None:
            decode(kind, (200, shown(document) if kind == "buy" else document))
        else:
            continue
        COUNTS.responses_decoded += 1


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_label_in_parts_is_decoded(path: Path) -> None:
    body = path.read_bytes()
    edge = body.splitlines()[0].removeprefix(b"--").decode()
    usps, _ = carrier((200, body), content_type=f"{MEDIA_TYPE}; boundary={edge}")
    assert usps.buy(SHIPMENT, RATE).tracking_number.startswith("92346")
    COUNTS.responses_decoded += 1


def test_the_recorded_429_is_understood() -> None:
    recorded = json.loads(required("fixtures/rate_limits/usps_429.json").read_text())
    usps, _ = carrier((recorded["http_status"], recorded["body"]))
    with decoding(429):
        usps.rates(SHIPMENT)


LOG_INS = sorted((SAMPLES / "authentication").glob("*.json"))


@pytest.mark.parametrize("path", LOG_INS, ids=lambda path: path.name)
def test_a_log_in_is_decoded(path: Path) -> None:
    body = json.loads(path.read_text())
    usps, _ = carrier((200, body.get("response", body)), offered(), tokens=False)
    assert usps.rates(SHIPMENT) == ()
    COUNTS.responses_decoded += 1


def test_a_refused_log_in_is_decoded() -> None:
    refusal = json.loads((SAMPLES / "tracking/auth_error_response.json").read_text())
    with pytest.raises(ProviderRefused, match="invalid_client"):
        carrier((401, refusal), tokens=False)[0].rates(SHIPMENT)
    COUNTS.responses_decoded += 1
