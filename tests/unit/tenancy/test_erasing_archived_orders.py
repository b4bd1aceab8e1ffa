"""A customer's orders in the archive are redacted there, older versions and all."""

from typing import Any

import pytest
from orderloom.adapters.archive_format import packed
from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.ordered import Customer
from orderloom.domain.states import Lifecycle

from orderloom_cli.tenancy.erasure import CustomerErasure
from tests.builders.orders import a_placed, an_order
from tests.builders.transitions import a_transition
from tests.fakes.tenancy import Fatal, Killed
from tests.unit.tenancy.test_erasure import EMAIL, NOW, Case, Replacing

ADAS, BOBS = "tenant=acme/month=2025-03/ord_old.gz", "tenant=acme/month=2025-03/ord_bobs.gz"


def an_archived(order_id: str, email: str) -> ArchivedOrder:
    order = an_order(tenant_id="acme", order_id=order_id, lifecycle=Lifecycle.CLOSED)
    customer = Customer(email=email, name="Ada Byron")
    return ArchivedOrder(
        order=order,
        placed=a_placed(order).model_copy(update={"customer": customer}),
        events=(a_transition(order, data={"description": "Signed by A. BYRON", "n": 1}).event,),
    )


@pytest.fixture
def case() -> Case:
    case = Case()
    for _ in range(2):
        case.archive.put(ADAS, an_archived("ord_old", EMAIL))
    case.archive.put(BOBS, an_archived("ord_bobs", "bob@example.com"))
    return case


def test_the_archived_order_keeps_its_books_and_forgets_who(case: Case) -> None:
    before = case.archive.kept[ADAS][-1]
    proof: Any = case.erase()
    assert (proof["archived"], proof["archived_versions_deleted"]) == (1, 2)
    assert set(proof["found_afterwards"].values()) == {0}
    (after,) = case.archive.kept[ADAS]
    assert (after.order, after.placed.lines) == (before.order, before.placed.lines)
    assert after.events[0].data == {"description": "erased", "n": 1}
    assert after.placed.ship_to.country == before.placed.ship_to.country
    text = after.model_dump_json()
    assert not [word for word in (EMAIL, "Byron", "BYRON", "Analytical") if word in text]
    assert "bob@example.com" in case.archive.kept[BOBS][0].model_dump_json()
    assert ADAS in proof["orders"]["ord_old"]["sha256_before"]


def test_a_dry_run_finds_it_and_changes_nothing(case: Case) -> None:
    before = packed(case.archive.kept[ADAS][-1])
    proof: Any = case.erase(dry_run=True)
    assert (proof["archived"], proof["found_afterwards"]["archived"]) == (1, 1)
    assert packed(case.archive.kept[ADAS][-1]) == before
    assert len(case.archive.kept[ADAS]) == 2


@pytest.mark.parametrize("calls", range(1, 5))
def test_a_run_cut_short_leaves_no_older_version_behind_for_the_next(
    case: Case, calls: int
) -> None:
    archive: Any = Fatal(case.archive, [calls], after=True)
    erasure = CustomerErasure(
        case.town.items, case.town.directory, case.labels, Replacing(case.town), archive
    )
    with pytest.raises(Killed):
        erasure("acme", EMAIL, at=NOW)
    proof: Any = case.erase()
    assert set(proof["found_afterwards"].values()) == {0}
    assert [len(versions) for versions in case.archive.kept.values()] == [1, 1]
    assert EMAIL not in case.archive.kept[ADAS][0].model_dump_json()


def test_who_read_an_archived_order_before_is_outwaited(case: Case) -> None:
    """The order came back with what was read: another look tells."""

    def restore() -> None:
        case.order("ord_old", EMAIL)

    erasure = CustomerErasure(
        case.town.items,
        case.town.directory,
        case.labels,
        Replacing(case.town),
        case.archive,
        restore,
    )
    proof = erasure("acme", EMAIL, at=NOW)
    assert proof["found_afterwards"]["orders"] == 1
    again: Any = case.erase()
    assert set(again["found_afterwards"].values()) == {0}
