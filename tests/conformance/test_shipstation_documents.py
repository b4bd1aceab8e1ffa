"""ShipStation's own samples and closed lists against what the adapter reads and sends."""

import json
from decimal import Decimal

from orderloom.adapters.shipstation import documents
from orderloom.adapters.shipstation.http import read_error
from orderloom.adapters.shipstation.states import DETAIL_STATES, STATES

from tests.conformance.contracts import required

SAMPLES = required("fixtures/shipstation/schema_examples")
SPEC = required("specs/shipstation/shipengine-openapi.yaml").read_text()


def sample(name: str) -> dict[str, object]:
    path = SAMPLES / f"{name}.json"
    loaded: dict[str, object] = json.loads(path.read_text(), parse_float=Decimal)
    return loaded


def test_the_sample_label_is_read() -> None:
    label = documents.read_label(sample("labels_from_rate__response_200"))
    assert label.tracking_number == "782758401696"
    assert label.cost == 200


def test_the_sample_rates_are_read() -> None:
    response = sample("rates__response_200")["rate_response"]
    assert isinstance(response, dict)
    for rate in documents.read_rates(response["rates"], "USD"):
        assert rate.rate_id.startswith("se-")


def test_the_sample_errors_are_read_without_their_messages() -> None:
    error = read_error(sample("label_void__response_400"))
    assert error.code == "auto_fund_not_supported"
    assert "Body of request" not in error.detail


def test_every_status_acted_on_is_one_of_theirs() -> None:
    for code in (*STATES, *DETAIL_STATES):
        assert f"        - {code}\n" in SPEC


def test_every_path_used_is_one_of_theirs() -> None:
    for path in (
        "/v1/rates",
        "/v1/carriers",
        "/v1/labels/rates/{rate_id}",
        "/v1/labels/external_shipment_id/{external_shipment_id}",
        "/v1/labels/{label_id}/void",
        "/v1/shipments/external_shipment_id/{external_shipment_id}",
    ):
        assert f"  {path}:\n" in SPEC or f"  '{path}':\n" in SPEC
