"""Tracking to FedEx's contract: errors inside a 200, numbers used again, scans in order."""

import pytest
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ProviderRefused, ProviderUnavailable

from tests.unit.adapters.fedex.samples import NUMBER, carrier, scan, sent, tracked


def of_error(code: str) -> dict[str, object]:
    return {"trackingNumberInfo": {}, "error": {"code": code, "message": "m"}}


def test_scans_are_told_oldest_first_in_our_states() -> None:
    events = [
        scan("DL", "DL", "2026-06-03T09:26:00-07:00"),
        scan("HP", "IT", "2026-06-02T13:26:00-07:00", exceptionDescription="at the shop"),
        scan("OC", "IN", "2026-06-01T15:30:57-05:00"),
        scan("DP", "IT", "2026-06-02T02:15:00-07:00"),
        scan("XX", "YY", "2026-06-02T03:15:00-07:00"),
    ]
    fedex, wire = carrier(tracked({"scanEvents": events}))
    scans = fedex.track("", NUMBER)
    assert [each.state for each in scans] == [
        None,
        FulfilmentState.SHIPPED,
        None,
        FulfilmentState.READY_FOR_PICKUP,
        FulfilmentState.DELIVERED,
    ]
    assert scans[0].occurred_at.isoformat() == "2026-06-01T20:30:57+00:00"
    assert scans[3].description == "said HP: at the shop"
    (asked,) = sent(wire)["trackingInfo"]
    assert asked["trackingNumberInfo"]["trackingNumber"] == NUMBER


def test_the_parcels_status_fills_in_for_a_scan_without_one() -> None:
    events = [scan("AO", "", "2026-06-03T09:26:00-07:00")]
    status = {"code": "OD", "derivedCode": "IT"}
    fedex, _ = carrier(tracked({"scanEvents": events, "latestStatusDetail": status}))
    assert fedex.track("", NUMBER)[-1].state is FulfilmentState.OUT_FOR_DELIVERY


def test_of_two_parcels_with_one_number_the_newer_is_followed() -> None:
    old = {"scanEvents": [scan("DL", "DL", "2024-06-03T09:26:00-07:00")]}
    new = {"scanEvents": [scan("PU", "PU", "2026-06-03T09:26:00-07:00")]}
    fedex, _ = carrier(tracked(new, old))
    assert [each.code for each in fedex.track("", NUMBER)] == ["PU"]


def test_an_unknown_number_has_no_scans_yet() -> None:
    fedex, _ = carrier(tracked(of_error("TRACKING.TRACKINGNUMBER.NOTFOUND")), tracked({}))
    assert fedex.track("", NUMBER) == ()
    assert fedex.track("", NUMBER) == ()


def test_other_errors_inside_a_200_are_errors() -> None:
    empty, down = "TRACKING.TRACKINGNUMBER.EMPTY", "SYSTEM.UNAVAILABLE.EXCEPTION"
    fedex, _ = carrier(tracked(of_error(empty)), tracked(of_error(down)))
    with pytest.raises(ProviderRefused, match=empty):
        fedex.track("", NUMBER)
    with pytest.raises(ProviderUnavailable, match=down):
        fedex.track("", NUMBER)


@pytest.mark.parametrize("bad", [{"scanEvents": [{"eventType": "PU"}]}, {"scanEvents": ["PU"]}])
def test_a_scan_without_a_moment_is_not_understood(bad: dict[str, object]) -> None:
    fedex, _ = carrier(tracked(bad))
    with pytest.raises(ProviderUnavailable, match="not understood"):
        fedex.track("", NUMBER)
