"""Nothing was heard of a parcel for too long: one task, which the next scan closes."""

from datetime import timedelta

import pytest
from orderloom.domain.order import Attention
from orderloom.domain.states import AttentionKind
from orderloom.domain.states import FulfilmentState as S
from orderloom.errors import CredentialsRejected, ProviderRefused
from orderloom.services.look_after_parcels import LookReport

from tests.unit.domain.orders import NOW
from tests.unit.services.parcel_desk import Desk


@pytest.mark.parametrize(
    ("state", "days", "kind"),
    [
        (S.LABELLED, 3, AttentionKind.PARCEL_NOT_SCANNED),
        (S.SHIPPED, 7, AttentionKind.PARCEL_STUCK),
    ],
)
def test_silence_opens_one_task_which_a_scan_closes(
    state: S, days: int, kind: AttentionKind
) -> None:
    desk = Desk()
    desk.parcel(state, days=days)
    assert desk().silent == ["ord_1"]
    task = desk.order().attention
    assert task is not None
    assert task.kind is kind
    assert "T-ord_1" in task.detail
    opened = desk.orders.commits[-1].event.data
    assert (opened["account"], opened["label_id"]) == ("dhl", "label-ord_1")
    desk.clock.advance(days=1)
    assert desk() == LookReport(asked=1)
    desk.scanned((S.SHIPPED, desk.clock.now()))
    desk.clock.advance(days=1)
    assert desk().moved == ["ord_1"]
    assert desk.order().attention is None


def test_a_person_who_put_the_task_aside_is_not_asked_again() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    desk()
    desk.orders.add(desk.order().model_copy(update={"attention": None}))
    desk.clock.advance(days=1)
    assert desk().silent == []


def test_a_scan_in_between_is_no_silence() -> None:
    """Of the state the order is in: it moved nothing, and yet the parcel was seen."""
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    desk.scanned((S.SHIPPED, NOW - timedelta(days=2)))
    assert desk().silent == []


def test_another_task_is_not_pushed_aside() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    task = Attention(kind=AttentionKind.DISPUTE, since=NOW, detail="a dispute")
    desk.orders.add(desk.order().model_copy(update={"attention": task}))
    assert desk().silent == []
    assert desk.order().attention == task


def test_a_carrier_that_refuses_to_tell_leaves_what_is_known_here() -> None:
    desk = Desk()
    desk.parcel(S.LABELLED, days=4)
    desk.carrier.faults.before("track", ProviderRefused("dhl", "track", "no", "never"))
    report = desk()
    assert (report.refused, report.silent) == (["ord_1"], ["ord_1"])


def test_refused_credentials_say_nothing_of_a_parcel() -> None:
    desk = Desk()
    desk.parcel(S.LABELLED, days=4)
    desk.carrier.faults.before("track", CredentialsRejected("dhl", "track", "401", "no"))
    with pytest.raises(CredentialsRejected):
        desk()
    assert desk().silent == ["ord_1"]
