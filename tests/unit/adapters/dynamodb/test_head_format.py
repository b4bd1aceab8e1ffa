"""Scans and labels on a head: short in the table, whole when read."""

from datetime import timedelta
from typing import Any

import pytest
from orderloom.adapters.dynamodb.order_mapping import new_order_record, order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.domain.facts import EventSource
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.scan import KeptScan
from orderloom.domain.states import FulfilmentState
from orderloom.errors import CorruptRecord

from tests.builders.orders import an_order
from tests.fakes.clock import MOMENT

DIGEST = f"sha256-{'0123456789abcdef' * 4}"


def a_scan(event_id: str = DIGEST, version: int = 6, **changes: Any) -> KeptScan:
    source = EventSource(
        provider="shipstation",
        event_id=event_id,
        event_type="TRACK_EVENT_V2",
        occurred_at=MOMENT + timedelta(hours=version),
    )
    return KeptScan(
        source=source,
        version=version,
        recorded_at=MOMENT + timedelta(hours=version, microseconds=7),
        tracking_number="1Z1",
        description="Departed facility",
        state=FulfilmentState.SHIPPED,
    ).model_copy(update=changes)


def an_order_with(*scans: KeptScan, **parcel: Any) -> Order:
    whole = {"account": "shipstation.second", "tracking_number": "1Z1", **parcel}
    return an_order(fulfilment=Fulfilment(**whole), scans=scans)


def item_of(order: Order) -> dict[str, Any]:
    return new_order_record(order, 4).serialize()


def read(item: dict[str, Any]) -> Order:
    return order_of(OrderRecord.from_raw_data(item))


ANOTHERS = a_scan("evt_1").source.model_copy(
    update={"provider": "ups", "replayed": True, "swept": True}
)


@pytest.mark.parametrize(
    "scans",
    [
        (a_scan(),),
        (a_scan(), a_scan("evt_2", 7), a_scan("sha256-tooshort", 8)),
        (a_scan(source=ANOTHERS, tracking_number="1Z2"), a_scan(version=7)),
        (a_scan(parcel_state=FulfilmentState.DELIVERED, description=""), a_scan("", 7)),
    ],
)
@pytest.mark.parametrize(
    "parcel",
    [
        *({}, {"account": None}, {"tracking_number": "1Z9"}),
        *({"state": FulfilmentState.SHIPPED}, {"moved_at": a_scan().source.occurred_at}),
    ],
)
def test_scans_are_read_as_they_were(scans: tuple[KeptScan, ...], parcel: dict[str, Any]) -> None:
    order = an_order_with(*scans, **parcel)
    assert read(item_of(order)) == order


def test_what_scans_have_in_common_is_written_once() -> None:
    first, second = item_of(an_order_with(a_scan(), a_scan("evt_2", 7)))["scans"]["L"]
    assert first["M"].keys() == {"d", "o", "r", "s", "t", "v", "w"}
    assert second["M"].keys() == {"i", "o", "r", "s", "v", "w"}
    assert len(first["M"]["d"]["S"]) == 40


def test_a_label_is_named_within_its_order() -> None:
    order = an_order()
    own = f"labels/{order.tenant_id}/{order.order_id}/se-1.pdf"
    for key, stored in ((own, "./.pdf"), ("elsewhere/x.pdf", "elsewhere/x.pdf")):
        parcel = Fulfilment(label_id="se-1", label_key=key)
        labelled = order.model_copy(update={"fulfilment": parcel})
        item = item_of(labelled)
        assert item["fulfilment"]["M"]["label_key"] == {"S": stored}
        assert read(item) == labelled


@pytest.mark.parametrize(
    "broken", [{"d": {"S": "~"}}, {"o": {"S": "x"}}, {"v": {"S": "x"}}, {"s": {"S": "nowhere"}}]
)
def test_a_scan_that_cannot_be_read_is_said_to_be_so(broken: dict[str, Any]) -> None:
    item = item_of(an_order_with(a_scan()))
    item["scans"]["L"][0]["M"] |= broken
    with pytest.raises(CorruptRecord):
        read(item)
    item["scans"]["L"] = [{"M": {}}]
    with pytest.raises(CorruptRecord):
        read(item)
