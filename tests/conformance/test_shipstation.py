"""What the ShipStation adapter sends, against ShipEngine's document; its samples decoded."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.carrier import LabelFormat, Parcel, Shipment

from tests.conformance.contracts import required
from tests.conformance.counts import COUNTS
from tests.conformance.openapi_requests import validate_call
from tests.conformance.samples import Sample, decoding, named_samples
from tests.conformance.yaml_core import CoreLoader
from tests.unit.adapters.shipstation import samples
from tests.unit.adapters.shipstation.samples import (
    NOT_FOUND,
    RATE,
    carrier,
    label,
    offer,
    rated,
)

SPEC = required("specs/shipstation/shipengine-openapi.yaml")
SAMPLES = required("fixtures/shipstation/schema_examples")
THERE = samples.SHIPMENT.ship_to.model_copy(update={"postal_code": "78701"})
SHIPMENT = replace(samples.SHIPMENT, ship_to=THERE)
SIDES = Parcel(500, 300, 200, 100)
SHIPMENTS = {
    "usual": SHIPMENT,
    "png": replace(SHIPMENT, label_format=LabelFormat.PNG),
    "zpl": replace(SHIPMENT, label_format=LabelFormat.ZPL),
    "two": replace(SHIPMENT, parcels=(SIDES, SIDES)),
    "home": replace(SHIPMENT, ship_to=SHIPMENT.ship_from),
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ShipEngine's document with ShipStation's paths, mended where no request could satisfy it.

    A request for rates must have two things there that exclude each other, and a shipment what
    only an answer has; and every schema is closed, also those that are only a part of another.
    """
    opened = yaml.load(SPEC.read_text(), CoreLoader)  # noqa: S506 - a safe loader, see there
    schemas = opened["components"]["schemas"]
    del schemas["calculate_rates_request_body"]["required"]
    schemas["shipment_id_request"]["required"] = ["shipment_id"]
    schemas["rate_shipment_request"]["required"] = ["shipment"]
    schemas["address_validating_shipment"]["required"] = ["ship_to", "ship_from"]
    for schema in schemas.values():
        schema.pop("additionalProperties", None)
    opened["paths"] = {path.replace("/v1/", "/v2/"): item for path, item in opened["paths"].items()}
    written = tmp_path_factory.mktemp("shipstation") / "v2.json"
    written.write_text(json.dumps(opened, default=float))
    return written


@pytest.mark.parametrize("shipment", SHIPMENTS.values(), ids=SHIPMENTS)
def test_everything_sent_is_as_documented(document: Path, shipment: Shipment) -> None:
    conflict = (409, {"errors": [{"error_code": "identifier_conflict"}]})
    shipstation, wire = carrier(
        conflict,
        (200, {"shipment_id": "se-5"}),
        rated(offer()),
        (200, label()),
        NOT_FOUND,
        (200, {"approved": False}),
        (200, label(voided=True)),
        (200, {"events": []}),
    )
    shipstation.rates(shipment)
    shipstation.buy(shipment, RATE)
    shipstation.find_label(shipment.operation_key)
    shipstation.void("se-9")
    shipstation.track("se-9", "1Z1")
    for call in wire.calls:
        validate_call(document, call)


def test_a_request_that_is_not_as_documented_is_found_out(document: Path) -> None:
    shipstation, wire = carrier(rated(offer()))
    there = SHIPMENT.ship_to.model_copy(update={"postal_code": ""})
    shipstation.rates(replace(SHIPMENT, ship_to=there))
    with pytest.raises(AssertionError, match="postal_code"):
        validate_call(document, wire.calls[0])


OPERATIONS = {
    "rates": "rates",
    "labels": "find",
    "labels_from_rate": "buy",
    "label_void": "void",
    "label_track": "track",
}


def decode(operation: str, answer: tuple[int, Any]) -> None:
    """Through the adapter, as the answer to its own call."""
    shipstation, _ = carrier(answer, NOT_FOUND)
    if operation == "rates":
        shipstation.rates(SHIPMENT)
    elif operation == "buy":
        assert shipstation.buy(SHIPMENT, RATE).tracking_number
    elif operation == "find":
        assert shipstation.find_label("ord_1:label")
    elif operation == "void":
        shipstation.void("se-9")
    else:
        shipstation.track("se-9", "1Z1")


@pytest.mark.parametrize("sample", named_samples(SAMPLES, "|".join(OPERATIONS)), ids=str)
def test_a_sample_answer_is_decoded_or_is_the_right_error(sample: Sample) -> None:
    """Samples are made of a schema's first values: a label is under way, a void not approved."""
    status, document = sample.answer
    operation = OPERATIONS[sample.operation]
    if operation in {"buy", "find"} and document.get("status") == "processing":
        with pytest.raises(ProviderUnavailable, match="being made"):
            decode(operation, (status, document))
        document = {**document, "status": "completed"}
        if operation == "find" or document.get("voided"):
            document["voided"] = False
    if operation == "rates" and status < 300:
        document["rate_response"]["status"] = "completed"
    if operation == "find" and status == 404:
        assert carrier((status, document))[0].find_label("ord_1:label") is None
        COUNTS.responses_decoded += 1
        return
    refused = operation == "void" and document.get("approved") is False
    with decoding(400 if refused else status):
        decode(operation, (status, document))


def test_the_documented_tracking_of_a_label_is_decoded() -> None:
    path = required("fixtures/shipstation/v2_track_label_response.json")
    decode("track", (200, json.loads(path.read_text())))
    COUNTS.responses_decoded += 1


@pytest.mark.parametrize("source", ["carrier", "order_source", "shipengine"])
def test_whoever_an_error_comes_from_is_named(source: str) -> None:
    error = {"error_source": source, "error_type": "business_rules", "error_code": "unspecified"}
    shipstation, _ = carrier((400, {"request_id": "r", "errors": [error]}))
    with pytest.raises(ProviderRefused, match=source):
        shipstation.rates(SHIPMENT)
