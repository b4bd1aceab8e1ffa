"""DHL's documented answers: read, or mapped to the error they are."""

from pathlib import Path

import pytest

from tests.conformance.carrier_samples import error_for, objects, samples, status_of
from tests.conformance.contracts import required
from tests.unit.adapters.dhl.samples import ABROAD, NUMBER, RATE, carrier

FOLDER = required("fixtures/dhl/oas_examples")
RATES = samples(FOLDER, "products", "totalPrice")
LABELS = samples(FOLDER, "shipmentTrackingNumber", "documents")
TRACKS = samples(FOLDER, "shipments", "events")
ERRORS = samples(FOLDER, "instance", "detail")


@pytest.mark.parametrize("path", RATES)
def test_rates_are_read(path: Path) -> None:
    for answer in objects(path):
        dhl, _ = carrier((200, answer))
        rates = dhl.rates(ABROAD)
        assert rates
        assert all(rate.amount > 0 and len(rate.currency) == 3 for rate in rates)


def test_of_documented_prices_the_billed_is_taken() -> None:
    (answer,) = objects(
        FOLDER / "dpdhl_express_api_3__post_rates__response_200__sampleResponse1.json"
    )
    dhl, _ = carrier((200, answer))
    (first, *_) = dhl.rates(ABROAD)
    assert (first.amount, first.currency, first.delivery_days) == (15795, "GBP", 3)


@pytest.mark.parametrize("path", LABELS)
def test_labels_are_read(path: Path) -> None:
    for answer in objects(path):
        dhl, _ = carrier((201, answer))
        label = dhl.buy(ABROAD, RATE)
        assert label.tracking_number == answer["shipmentTrackingNumber"]
        assert label.document is not None


@pytest.mark.parametrize("path", TRACKS)
def test_scans_are_read(path: Path) -> None:
    for answer in objects(path):
        dhl, _ = carrier((200, answer))
        scans = dhl.track("", NUMBER)
        assert scans
        assert any(scan.state for scan in scans)


@pytest.mark.parametrize("path", ERRORS)
def test_errors_are_mapped_by_their_status(path: Path) -> None:
    """One sample of a 201 is an error, as only its body tells."""
    for answer in objects(path):
        status = int(answer.get("status") or status_of(path))
        dhl, _ = carrier((status, answer), (status, answer))
        with pytest.raises(error_for(status)) as caught:
            dhl.buy(ABROAD, RATE)
        assert "unspecified" not in str(caught.value)
        if status == 404:
            assert dhl.track("", NUMBER) == ()
