"""Offers to Shiprocket's contract, and its token."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    ShipmentUnfit,
)
from orderloom.ports.carrier import LabelFormat, Parcel

from tests.unit.adapters.shiprocket.samples import RATE, SHIPMENT, carrier, courier, served


def test_a_parcel_is_priced_in_kilograms_and_centimetres() -> None:
    shiprocket, wire = carrier(served(courier()))
    assert shiprocket.rates(SHIPMENT) == (RATE,)
    (call,) = wire.calls
    assert call.headers["Authorization"] == "Bearer jwt-0"
    asked = urlsplit(str(call.url))
    assert asked.path == "/v1/external/courier/serviceability/"
    assert {name: value for name, (value,) in parse_qs(asked.query).items()} == {
        "pickup_postcode": "110001",
        "delivery_postcode": "560034",
        "cod": "0",
        "weight": "1.25",
        "length": "31",
        "breadth": "20",
        "height": "10",
        "declared_value": "1499.00",
    }


@pytest.mark.parametrize("rate", ["45.5", 45.5, "45.50"])
@pytest.mark.parametrize("days", ["4", 4])
def test_numbers_come_as_text_or_not(rate: object, days: object) -> None:
    shiprocket, _ = carrier(served(courier(rate=rate, estimated_delivery_days=days)))
    assert shiprocket.rates(SHIPMENT) == (RATE,)


def test_a_blocked_courier_offers_nothing() -> None:
    shiprocket, _ = carrier(served(courier(blocked="1"), courier(estimated_delivery_days=None)))
    assert shiprocket.rates(SHIPMENT) == (replace(RATE, delivery_days=None),)


@pytest.mark.parametrize(
    "answer",
    [
        served(),
        (200, {"status": 404, "message": "No courier"}),
        (404, {"status": 404, "message": "No courier"}),
        (200, {"data": []}),
    ],
)
def test_a_lane_nobody_serves_has_no_offers(answer: object) -> None:
    shiprocket, _ = carrier(answer)
    assert shiprocket.rates(SHIPMENT) == ()


def test_it_sells_in_rupees_inside_india_and_asks_nobody_else() -> None:
    shiprocket, wire = carrier()
    abroad = SHIPMENT.ship_to.model_copy(update={"country": "US"})
    assert shiprocket.rates(replace(SHIPMENT, ship_to=abroad)) == ()
    assert shiprocket.rates(replace(SHIPMENT, currency="USD")) == ()
    assert not wire.calls


GOOD = SHIPMENT.parcels[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"parcels": (replace(GOOD, weight_grams=0),)}, "parcels.0.weight_grams"),
        ({"parcels": (replace(GOOD, weight_grams=-1),)}, "parcels.0.weight_grams"),
        ({"parcels": (Parcel(500),)}, "parcels.0.length_mm"),
        ({"parcels": (GOOD, GOOD)}, "parcels"),
        ({"label_format": LabelFormat.ZPL}, "label_format"),
    ],
)
def test_what_it_cannot_take_is_refused_by_field(change: dict[str, object], field: str) -> None:
    shiprocket, wire = carrier()
    with pytest.raises(ShipmentUnfit) as caught:
        shiprocket.rates(replace(SHIPMENT, **change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not wire.calls


def test_a_token_is_asked_for_once_and_replaced_when_refused() -> None:
    token = (200, {"token": "jwt-1"})
    gone = (401, {"message": "Unauthenticated.", "status_code": 401})
    shiprocket, wire = carrier(
        (200, {"token": "jwt-x"}), gone, token, served(), served(), token=False
    )
    shiprocket.rates(SHIPMENT)
    shiprocket.rates(SHIPMENT)
    logins = [call for call in wire.calls if call.path_url == "/v1/external/auth/login"]
    assert len(logins) == 2
    sent = json.loads(logins[0].body or b"")
    assert sent == {"email": "api@acme.example", "password": "secret of acme"}
    assert "Authorization" not in logins[0].headers
    assert wire.calls[-1].headers["Authorization"] == "Bearer jwt-1"


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_a_refused_log_in_is_for_a_person(status: int) -> None:
    answer = (status, {"message": "Invalid email and password", "status_code": status})
    shiprocket, _ = carrier(answer, token=False)
    with pytest.raises(CredentialsRejected) as caught:
        shiprocket.rates(SHIPMENT)
    assert "secret" not in f"{caught.value}{shiprocket!r}"


@pytest.mark.parametrize("answer", [{}, {"token": None}, {"token": ""}])
def test_an_answer_without_a_token_is_none(answer: object) -> None:
    shiprocket, _ = carrier((200, answer), token=False)
    with pytest.raises(ProviderUnavailable):
        shiprocket.rates(SHIPMENT)


@pytest.mark.parametrize("answer", [{"status": 0}, {"success": False}, {"status_code": 400}])
def test_a_refusal_with_status_200_is_refused(answer: dict[str, object]) -> None:
    shiprocket, _ = carrier((200, {**answer, "message": "Oops! Invalid Data of Asha Rao"}))
    with pytest.raises(ProviderRefused) as caught:
        shiprocket.rates(SHIPMENT)
    assert "Asha" not in str(caught.value)


def test_the_fields_of_a_refusal_are_named() -> None:
    errors = {"billing_phone": ["The billing phone 98 is wrong."], "billing_city": ["x"]}
    answer = (422, {"message": "Oops!", "errors": errors, "status_code": 422})
    shiprocket, _ = carrier(answer)
    with pytest.raises(ProviderRefused, match="status_422: fields: billing_city billing_phone"):
        shiprocket.rates(SHIPMENT)


def test_too_many_calls() -> None:
    shiprocket, _ = carrier((429, {"message": "You have exceeded the API call rate limit."}))
    with pytest.raises(RateLimited):
        shiprocket.rates(SHIPMENT)


def test_round_weights_are_written_out() -> None:
    shiprocket, wire = carrier(served())
    shiprocket.rates(replace(SHIPMENT, parcels=(replace(GOOD, weight_grams=10_000),)))
    assert parse_qs(urlsplit(str(wire.calls[0].url)).query)["weight"] == ["10"]
