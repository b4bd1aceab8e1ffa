"""UPS's answers, recorded and documented: read, or mapped to the error they are."""

from pathlib import Path

import pytest
from orderloom.errors import CredentialsRejected, ProviderRefused, RateLimited

from tests.conformance.carrier_samples import objects, samples
from tests.conformance.contracts import required
from tests.unit.adapters.ups.samples import (
    NUMBER,
    RATE,
    SHIPMENT,
    carrier,
    rated,
)

FOLDER = required("fixtures/ups")
LIMITED = required("fixtures/rate_limits") / "ups_429.json"
RATES = samples(FOLDER, "RatedShipment")
LABELS = samples(FOLDER, "ShipmentResults")
VOIDS = samples(FOLDER, "VoidShipmentResponse")
TRACKS = samples(FOLDER, "trackResponse")
ERRORS = [
    each
    for each in samples(FOLDER, "errors")
    if "TrackAlert" not in str(each.id)  # another interface's
]


@pytest.mark.parametrize("path", RATES)
def test_rates_are_read(path: Path) -> None:
    for answer in objects(path):
        ups, _ = carrier((200, answer))
        rates = ups.rates(SHIPMENT)
        assert rates
        assert all(rate.amount > 0 and len(rate.currency) == 3 for rate in rates)


@pytest.mark.parametrize(
    ("name", "amount", "currency"),
    [("rate_response_json", 34400, "CAD"), ("frrate_response_json", 1813, "EUR")],
)
def test_of_recorded_prices_the_negotiated_with_taxes_is_taken(
    name: str, amount: int, currency: str
) -> None:
    (answer,) = objects(FOLDER / f"rate/{name}.json")
    ups, _ = carrier((200, answer))
    first = ups.rates(SHIPMENT)[0]
    assert (first.amount, first.currency, first.delivery_days) == (amount, currency, 1)


@pytest.mark.parametrize("path", LABELS)
def test_labels_are_read(path: Path) -> None:
    for answer in objects(path):
        ups, _ = carrier((200, answer))
        label = ups.buy(SHIPMENT, RATE)
        assert label.tracking_number
        assert label.cost > 0


@pytest.mark.parametrize("path", VOIDS)
def test_voids_are_understood(path: Path) -> None:
    """A sample that says `string` where a `1` stands has voided nothing."""
    for answer in objects(path):
        ups, _ = carrier((200, answer))
        status = answer["VoidShipmentResponse"]["SummaryResult"]["Status"]["Code"]
        if status == "1":
            ups.void(NUMBER)
        else:
            with pytest.raises(ProviderRefused):
                ups.void(NUMBER)


@pytest.mark.parametrize("path", TRACKS)
def test_scans_are_read(path: Path) -> None:
    for answer in objects(path):
        ups, _ = carrier((200, answer))
        scans = ups.track("", NUMBER)
        assert [scan.occurred_at for scan in scans] == sorted(each.occurred_at for each in scans)


def test_a_recorded_unknown_number_has_no_scans() -> None:
    (answer,) = objects(FOLDER / "tracking/tracking_number_not_found_response_json.json")
    ups, _ = carrier((200, answer))
    assert ups.track("", NUMBER) == ()


@pytest.mark.parametrize("path", ERRORS)
def test_errors_are_mapped_by_their_status(path: Path) -> None:
    for answer in objects(path):
        ups, _ = carrier((401, answer), token=False)
        with pytest.raises(CredentialsRejected) as caught:
            ups.rates(SHIPMENT)
        assert caught.value.code == answer["response"]["errors"][0]["code"]
        ups, _ = carrier((400, answer))
        with pytest.raises(ProviderRefused):
            ups.rates(SHIPMENT)


def test_the_reported_limit_is_a_wait_and_the_documented_token_is_taken() -> None:
    (limited,) = objects(LIMITED)
    ups, _ = carrier((limited["http_status"], limited["body"]))
    with pytest.raises(RateLimited):
        ups.rates(SHIPMENT)
    (token,) = objects(FOLDER / "authentication/login_response.json")
    ups, wire = carrier((200, token), rated([]), token=False)
    ups.rates(SHIPMENT)
    assert wire.calls[1].headers["Authorization"] == f"Bearer {token['access_token']}"
