"""A tenant goes with everything, and only it."""

from typing import Any

import pytest
from orderloom.adapters.dynamodb.order_mapping import new_order_record
from orderloom.domain.placement import POOLED, MovePhase
from orderloom.domain.states import Lifecycle

from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.items import Sum
from orderloom_cli.tenancy.open_orders import OpenOrdersError
from orderloom_cli.tenancy.ports import Claim
from orderloom_cli.tenancy.tenant_erasure import Belongings, TenantErasure
from tests.builders.orders import an_order
from tests.fakes.tenancy import Fatal, Killed
from tests.unit.tenancy.town import PACE, Town


class Things(Belongings):
    def __init__(self, town: Town) -> None:
        self._town = town
        self.documents = 3

    def remove_documents(self, tenant_id: str) -> int:
        assert tenant_id == "acme"
        removed, self.documents = self.documents, 0
        return removed

    def documents_left(self, tenant_id: str) -> int:
        assert tenant_id == "acme"
        return self.documents

    def remove_entries(self, claim: Claim) -> int:
        self._town.directory.check(claim)
        del self._town.directory.homes[claim.tenant_id]
        del self._town.directory.moves[claim.tenant_id]
        return 1


class Case:
    def __init__(self, lifecycle: Lifecycle = Lifecycle.CLOSED) -> None:
        self.town = Town()
        self.town.items.tables[POOLED].clear()
        for tenant in ("acme", "beta"):
            order = an_order(tenant_id=tenant).model_copy(
                update={"lifecycle": lifecycle, "saga_running": False}
            )
            self.town.write(POOLED, new_order_record(order, 1).serialize())
        self.things = Things(self.town)
        self.runs = 0

    def erase(self, *, killed_at: int = 0, **options: bool) -> Any:
        self.runs += 1
        budget = [killed_at]
        items, directory, things = (
            Fatal(port, budget, after=True)
            for port in (self.town.items, self.town.directory, self.things)
        )
        known: dict[str, Any] = {"store": items, "directory": directory, "belongings": things}
        owner = f"run-{self.runs}"
        erasure = TenantErasure(**known, timer=self.town.timer, pace=PACE, owner=owner)
        return erasure("acme", **{"open_too": False, **options})


def test_a_tenant_goes_with_everything_and_no_other_does() -> None:
    case = Case()
    proof = case.erase()
    assert proof["removed"]["items"] == {"orders": 1}
    assert (proof["removed"]["documents"], proof["found_afterwards"]) == (3, 0)
    assert case.town.of("acme", POOLED) == Sum()
    assert case.town.of("beta", POOLED).count == 1
    assert case.town.directory.homes == {"beta": POOLED}


def test_its_writers_are_fenced_for_good_before_anything_goes() -> None:
    case = Case()
    with pytest.raises(Killed):
        case.erase(killed_at=6)
    move = case.town.directory.moves["acme"]
    assert (move.phase, move.frozen_until) == (MovePhase.FENCED, None)
    assert sum(case.town.timer.slept) >= PACE.profile_cache + PACE.function_timeout


def test_an_erasure_killed_at_any_moment_is_taken_up_again() -> None:
    for killed_at in range(1, 30):
        case = Case()
        try:
            case.erase(killed_at=killed_at)
        except Killed:
            if "acme" in case.town.directory.homes:
                case.town.timer.sleep(PACE.lease + PACE.profile_cache + 1)
                case.erase()
        assert case.town.of("acme", POOLED) == Sum()
        assert case.things.documents == 0
        assert "acme" not in case.town.directory.homes


def test_open_orders_keep_a_tenant_unless_told_otherwise() -> None:
    case = Case(Lifecycle.OPEN)
    with pytest.raises(OpenOrdersError):
        case.erase()
    assert case.town.of("acme", POOLED).count == 1
    case.erase(open_too=True)
    assert case.town.of("acme", POOLED) == Sum()


def test_a_dry_run_erases_nothing() -> None:
    case = Case()
    proof = case.erase(dry_run=True)
    assert (proof["would_remove"]["items"], proof["found_afterwards"]) == ({"orders": 1}, 4)
    assert case.town.directory.moves == {}


def test_a_tenant_on_its_way_is_not_erased() -> None:
    case = Case()
    with pytest.raises(Killed):
        case.town.move("acme", killed_at=6)
    with pytest.raises(BusyError):
        case.erase()
