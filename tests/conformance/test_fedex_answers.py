"""FedEx's answers, recorded and documented: read, or mapped to the error they are."""

from contextlib import suppress
from pathlib import Path

import pytest
from orderloom.errors import ProviderRefused, RateLimited
from orderloom.ports.carrier import Label, Rate

from tests.conformance.carrier_samples import error_for, objects, samples, status_of
from tests.conformance.contracts import required
from tests.unit.adapters.fedex.samples import (
    NUMBER,
    RATE,
    SHIPMENT,
    TOKEN,
    TWO,
    carrier,
    offered,
)

FOLDER = required("fixtures/fedex")
RATES = samples(FOLDER, "rateReplyDetails")
LABELS = samples(FOLDER, "transactionShipments")
CANCELS = samples(FOLDER, "cancelledShipment")
TRACKS = samples(FOLDER, "completeTrackResults")
ERRORS = samples(FOLDER, "errors")


@pytest.mark.parametrize("path", RATES)
def test_rates_are_read(path: Path) -> None:
    for answer in objects(path):
        fedex, _ = carrier((200, answer))
        rates = fedex.rates(SHIPMENT)
        assert rates
        assert all(rate.amount > 0 and len(rate.currency) == 3 for rate in rates)


def test_of_recorded_prices_the_accounts_is_taken() -> None:
    (answer,) = objects(FOLDER / "rate/intl_rate_response.json")
    fedex, _ = carrier((200, answer))
    assert fedex.rates(SHIPMENT)[0] == Rate(
        "INTERNATIONAL_ECONOMY", "fedex", "international_economy", 95417, "USD", None
    )


@pytest.mark.parametrize("path", LABELS)
def test_labels_are_read(path: Path) -> None:
    for answer in objects(path):
        label = _bought(answer)
        assert label.tracking_number
        assert label.cost > 0


def test_a_recorded_shipment_of_many_parcels_is_one_document() -> None:
    (answer,) = objects(FOLDER / "shipment/intl_shipment_response.json")
    label = _bought(answer)
    assert len(label.parcels) == 21
    assert (label.cost, label.currency) == (444819, "USD")
    assert label.document is not None


@pytest.mark.parametrize("path", CANCELS)
def test_cancellations_are_understood(path: Path) -> None:
    for answer in objects(path):
        fedex, _ = carrier((200, answer))
        fedex.void(NUMBER)


@pytest.mark.parametrize("path", TRACKS)
def test_scans_are_read(path: Path) -> None:
    for answer in objects(path):
        fedex, _ = carrier((200, answer), (200, answer))
        if "scanEvents" not in str(answer):
            with suppress(ProviderRefused):  # which errors are refusals is for the unit tests
                assert fedex.track("", NUMBER) == ()
            continue
        scans = fedex.track("", NUMBER)
        assert scans
        assert [scan.occurred_at for scan in scans] == sorted(each.occurred_at for each in scans)


def test_of_a_recorded_pair_with_one_number_the_newer_is_delivered() -> None:
    (answer,) = objects(FOLDER / "tracking/duplicate_tracking_response.json")
    fedex, _ = carrier((200, answer))
    assert [scan.code for scan in fedex.track("", NUMBER)][-2:] == ["OD", "DL"]


@pytest.mark.parametrize("path", ERRORS)
def test_errors_are_mapped_by_their_status(path: Path) -> None:
    for answer in objects(path):
        status = status_of(path, otherwise=400)
        is_log_in = "oauth_token" in path.name
        fedex, _ = carrier((status, answer), TOKEN, (status, answer), token=not is_log_in)
        with pytest.raises(error_for(status)) as caught:
            fedex.rates(SHIPMENT)
        assert "unspecified" not in str(caught.value)


def test_the_documented_token_is_taken_and_the_penalty_is_a_wait() -> None:
    (token,) = objects(FOLDER / "authentication/login_response.json")
    fedex, wire = carrier((200, token), offered(), token=False)
    fedex.rates(SHIPMENT)
    assert wire.calls[1].headers["Authorization"] == f"Bearer {token['access_token']}"
    fedex, _ = carrier((403, {"errors": []}), token=False)
    with pytest.raises(RateLimited):
        fedex.rates(SHIPMENT)


def _bought(answer: object) -> Label:
    fedex, _ = carrier((200, answer))
    return fedex.buy(TWO, RATE)
