"""Tracking to UPS's contract: warnings inside a 200, times of two kinds, states by type."""

import pytest
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ProviderRefused, ProviderUnavailable

from tests.unit.adapters.ups.samples import (
    NUMBER,
    SECOND,
    activity,
    carrier,
    error,
    tracked,
    warned,
)


def test_activities_are_told_oldest_first_in_our_states() -> None:
    ups, wire = carrier(
        tracked(
            activity("D", "OT", "20260603 092600"),
            activity("I", "OT", "20260603 080000"),
            activity("X", "48", "20260602 090000"),
            activity("P", "XD", "20260601 180000"),
            activity("M", "MP", "20260601 120000"),
        )
    )
    scans = ups.track("", NUMBER)
    assert [scan.state for scan in scans] == [
        None,
        FulfilmentState.SHIPPED,
        FulfilmentState.EXCEPTION,
        FulfilmentState.OUT_FOR_DELIVERY,
        FulfilmentState.DELIVERED,
    ]
    assert scans[0].description == "said MP"
    assert wire.asked == [("GET", f"/api/track/v1/details/{NUMBER}")]
    assert wire.calls[0].headers["transactionSrc"] == "orderloom"
    assert wire.calls[0].headers["transId"]


@pytest.mark.parametrize(
    ("extra", "moment"),
    [
        ({}, "2026-06-03T09:26:00+00:00"),
        ({"gmtOffset": "-05:00"}, "2026-06-03T14:26:00+00:00"),
        ({"gmtDate": "20260603", "gmtTime": "142600"}, "2026-06-03T14:26:00+00:00"),
        ({"gmtDate": "20260603", "gmtTime": "14:26:00"}, "2026-06-03T14:26:00+00:00"),
        ({"gmtDate": "20260603", "gmtTime": "74700"}, "2026-06-03T07:47:00+00:00"),
        ({"time": "0926"}, "2026-06-03T09:26:00+00:00"),
        ({"time": None}, "2026-06-03T00:00:00+00:00"),
    ],
)
def test_times_are_taken_to_utc_where_it_is_told(extra: dict[str, object], moment: str) -> None:
    ups, _ = carrier(tracked(activity("I", "DP", "20260603 092600", **extra)))
    assert ups.track("", NUMBER)[0].occurred_at.isoformat() == moment


def test_other_parcels_of_the_shipment_are_left_out() -> None:
    other = {"trackingNumber": SECOND, "activity": [activity("D", "FS", "20260603 092600")]}
    own = {"trackingNumber": NUMBER, "activity": [activity("I", "DP", "20260603 092600")]}
    ups, _ = carrier(tracked(package=[other, own]))
    assert [scan.code for scan in ups.track("", NUMBER)] == ["DP"]


def test_an_unknown_number_has_no_scans_yet() -> None:
    ups, _ = carrier(warned("TW0001"), error(404, "TV1002"), tracked())
    assert ups.track("", NUMBER) == ()
    assert ups.track("", NUMBER) == ()
    assert ups.track("", NUMBER) == ()


def test_other_warnings_are_refusals() -> None:
    ups, _ = carrier(warned("TW0009"))
    with pytest.raises(ProviderRefused, match="TW0009"):
        ups.track("", NUMBER)


@pytest.mark.parametrize("bad", [{"date": ""}, {"date": "soon"}, {"status": "I"}])
def test_an_activity_without_its_fields_is_not_understood(bad: dict[str, object]) -> None:
    ups, _ = carrier(tracked({**activity("I", "DP", "20260603 092600"), **bad}))
    with pytest.raises(ProviderUnavailable, match="not understood"):
        ups.track("", NUMBER)
