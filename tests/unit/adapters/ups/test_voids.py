"""Voiding to UPS's contract: all parcels or none, and once is enough."""

import pytest
from orderloom.errors import ProviderRefused

from tests.unit.adapters.ups.samples import (
    NUMBER,
    activity,
    carrier,
    error,
    tracked,
    voided,
    warned,
)


@pytest.mark.parametrize("name", ["PackageLevelResult", "PackageLevelResults"])
@pytest.mark.parametrize("several", [True, False])
def test_a_label_is_voided_with_all_its_parcels(name: str, *, several: bool) -> None:
    def answer(code: str) -> tuple[int, object]:
        parcel = {"TrackingNumber": NUMBER, "Status": {"Code": code}}
        return voided("1", **{name: [parcel] if several else parcel})

    ups, wire = carrier(answer("1"), answer("0"))
    ups.void(NUMBER)
    assert wire.asked == [("DELETE", f"/api/shipments/v2409/void/cancel/{NUMBER}")]
    with pytest.raises(ProviderRefused, match="stays valid"):
        ups.void(NUMBER)


def test_voiding_what_is_void_succeeds() -> None:
    gone = tracked(activity("M", "MP", "20260601 100000"), activity("MV", "VP", "20260601 110000"))
    ups, _ = carrier(error(400, "190117"), gone)
    ups.void(NUMBER)


@pytest.mark.parametrize(
    "answers",
    [
        [voided("0")],
        [error(400, "190102"), warned("TW0001")],
        [error(400, "190102"), error(404, "TV1002")],
        [error(400, "190102"), tracked(activity("I", "DP", "20260601 100000"))],
    ],
)
def test_what_stays_valid_is_refused(answers: list[object]) -> None:
    ups, _ = carrier(*answers)
    with pytest.raises(ProviderRefused):
        ups.void(NUMBER)
