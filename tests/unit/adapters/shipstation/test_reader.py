"""ShipStation's tracking events become the canonical states of all carriers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.shipstation.reader import ShipStationReader
from orderloom.domain.facts import TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import MalformedEvent

SAMPLES = Path("events/shipstation")
RECEIVED = datetime(2026, 6, 1, 12, tzinfo=UTC)


def sample(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"track.{kind}.json").read_text())
    return loaded


def read(payload: object) -> TrackingFact | None:
    body = json.dumps(payload)
    return ShipStationReader().read(InboundEvent("acme", "shipstation", "e1", RECEIVED, body))


def known(payload: object) -> TrackingFact:
    fact = read(payload)
    assert fact is not None
    return fact


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("not_yet_in_system", None),
        ("accepted", FulfilmentState.SHIPPED),
        ("in_transit", FulfilmentState.SHIPPED),
        ("out_for_delivery", FulfilmentState.OUT_FOR_DELIVERY),
        ("delivery_attempt", FulfilmentState.EXCEPTION),
        ("ready_for_pickup", FulfilmentState.READY_FOR_PICKUP),
        ("exception", FulfilmentState.EXCEPTION),
        ("return_to_sender", FulfilmentState.RETURNING),
        ("delivered", FulfilmentState.DELIVERED),
        ("unknown", None),
    ],
)
def test_each_status_has_its_state(kind: str, state: FulfilmentState | None) -> None:
    fact = known(sample(kind))
    assert (fact.state, fact.tracking_number) == (state, "1ZSAMPLE0000000001")


def test_a_status_of_the_future_is_no_transition() -> None:
    payload = sample("in_transit")
    payload["data"] |= {"status_code": "ZZ", "status_detail_code": "WHATEVER"}
    assert known(payload).state is None


def test_it_happened_when_the_newest_scan_says() -> None:
    payload = sample("delivered")
    payload["data"]["events"].append({"occurred_at": "2026-05-01T00:00:00Z"})
    fact = known(payload)
    assert fact.source.occurred_at == datetime(2026, 5, 9, 8, 30, tzinfo=UTC)
    assert fact.description == "Handed over"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-05-09T08:30:00+02:00", 6),
        ("2026-05-09T08:30:00", 8),
        ("2026-05-09T08:30:00.0000000Z", 8),
    ],
)
def test_moments_become_utc(written: str, hour: int) -> None:
    payload = sample("in_transit")
    payload["data"]["events"][0]["occurred_at"] = written
    assert known(payload).source.occurred_at == datetime(2026, 5, 9, hour, 30, tzinfo=UTC)


def test_without_any_scan_it_happened_when_it_was_received() -> None:
    assert known(sample("not_yet_in_system")).source.occurred_at == RECEIVED


def test_other_types_state_nothing() -> None:
    assert read(json.loads((SAMPLES / "batch_processed.json").read_text())) is None


@pytest.mark.parametrize("number", [None, "", 5, "1Z 0", "1Z#ORDER"])
def test_a_tracking_number_must_fit_a_key(number: object) -> None:
    payload = sample("delivered")
    payload["data"]["tracking_number"] = number
    with pytest.raises(MalformedEvent, match="tracking_number"):
        read(payload)


@given(
    name=st.sampled_from(
        ["tracking_number", "status_code", "status_detail_code", "events", "actual_delivery_date"]
    ),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.lists(st.none() | st.dictionaries(st.just("occurred_at"), st.text() | st.integers())),
)
def test_a_wrong_field_is_malformed_and_never_a_crash(name: str, value: object) -> None:
    payload = sample("delivered")
    payload["data"][name] = value
    try:
        fact = read(payload)
    except MalformedEvent:
        return
    assert fact is not None
    assert fact.source.occurred_at.tzinfo is UTC
