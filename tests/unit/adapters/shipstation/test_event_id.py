"""ShipStation gives events no id: one fact has one, whichever way it arrives."""

import json
from typing import Any

import pytest
from orderloom.adapters.shipstation.jwks import PublishedKeys
from orderloom.adapters.shipstation.verifier import ShipStationVerifier


def tracking(**data: object) -> dict[str, Any]:
    scan = {"occurred_at": "2026-05-01T08:00:00Z", "description": "Left the depot"}
    state = {"tracking_number": "1Z1", "status_code": "IT", "events": [scan], **data}
    return {"resource_type": "TRACK_EVENT_V2", "data": state}


def event_id(payload: dict[str, Any]) -> str:
    keys = PublishedKeys("never asked")
    return ShipStationVerifier(keys).event_id(payload, json.dumps(payload).encode(), {})


def test_one_fact_has_one_id_however_it_is_written() -> None:
    payload = tracking()
    reordered = {"data": dict(reversed(payload["data"].items())), "resource_type": "TRACK_EVENT_V2"}
    assert event_id(reordered) == event_id(payload)
    assert event_id(tracking(estimated_delivery_date="2026-05-09")) == event_id(payload)


@pytest.mark.parametrize(
    "change",
    [
        {"tracking_number": "1Z2"},
        {"status_code": "DE"},
        {"status_detail_code": "OUT_FOR_DELIVERY"},
        {"events": [{"occurred_at": "2026-05-02T08:00:00Z", "description": "Left the depot"}]},
    ],
)
def test_another_fact_has_another_id(change: dict[str, object]) -> None:
    assert event_id(tracking(**change)) != event_id(tracking())


def test_a_body_without_tracking_data_is_known_by_its_bytes() -> None:
    assert event_id({"resource_type": "BATCH"}) != event_id({"resource_type": "BATCH "})
