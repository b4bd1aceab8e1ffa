"""A tenant's items change their table, whatever happens to the runs that move them."""

from dataclasses import replace

import pytest
from orderloom.adapters.dynamodb.stream import COPY_MARK
from orderloom.domain.placement import POOLED, MovePhase

from orderloom_cli.errors import BusyError, NoSuchThingError, UsageError
from orderloom_cli.tenancy.items import Sum, key_of
from orderloom_cli.tenancy.moves import (
    FreezeLapsedError,
    LostMoveError,
    VerificationFailedError,
)
from tests.fakes.tenancy import Killed
from tests.unit.tenancy.town import PACE, SILO, Town, item

PHASES = list(MovePhase)


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_tenant_moves_with_everything_but_its_profile(town: Town) -> None:
    before = town.of("acme", POOLED)
    assert town.move("acme") == {"acme": before}
    assert town.of("acme", SILO) == before
    assert town.of("acme", POOLED) == Sum()
    assert town.directory.homes == {"acme": SILO, "beta": POOLED}
    assert town.directory.moves == {}
    assert town.of("beta", POOLED).count == 5
    assert ("T#acme#META", "PROFILE") in town.items.tables[POOLED]


def test_copies_are_marked_and_the_mark_does_not_count(town: Town) -> None:
    before = town.of("acme", POOLED)
    town.move("acme")
    assert {each[COPY_MARK]["S"] for each in town.items.tables[SILO].values()} == {"mov-1"}
    town.move("acme", to="silo-b")
    town.move("acme", to=POOLED)
    assert town.of("acme", POOLED) == before
    assert not town.items.tables[SILO]
    assert not town.items.tables["silo-b"]


def test_a_batch_moves_together(town: Town) -> None:
    assert town.move("acme", "beta").keys() == {"acme", "beta"}
    assert len(town.items.tables[SILO]) == 10
    assert set(town.directory.homes.values()) == {SILO}


def test_who_is_there_already_does_not_move(town: Town) -> None:
    town.move("acme")
    assert town.move("acme") == {}


def test_what_lies_at_the_target_from_before_is_replaced_or_removed(town: Town) -> None:
    before = town.of("acme", POOLED)
    town.write(SILO, item("acme", "ord_1", n={"N": "77"}), item("acme", "ord_99"))
    town.move("acme")
    assert town.of("acme", SILO) == before


@pytest.mark.parametrize("after", [False, True])
def test_a_run_killed_at_any_moment_is_taken_up_by_another(*, after: bool) -> None:
    """Each call of the ports in turn is the last one of the first run."""
    killed_at = 0
    while True:
        killed_at += 1
        town = Town()
        before = {name: town.of(name, POOLED) for name in ("acme", "beta")}
        try:
            town.move("acme", "beta", killed_at=killed_at, after=after)
        except Killed:
            town.let_lease_lapse()
            town.move("acme", "beta", resume=True)
            town.move("acme", "beta")  # whom the first run had not begun to move
        else:
            break
        assert town.directory.homes == {"acme": SILO, "beta": SILO}
        assert {name: town.of(name, SILO) for name in ("acme", "beta")} == before
        assert len(town.items.tables[POOLED]) == 2
        assert town.directory.moves == {}
    assert killed_at > 50


def test_a_move_under_way_is_nobody_elses(town: Town) -> None:
    with pytest.raises(Killed):
        town.move("acme", killed_at=12)
    with pytest.raises(BusyError):
        town.move("acme")
    with pytest.raises(BusyError):
        town.move("acme", resume=True)
    town.let_lease_lapse()
    with pytest.raises(UsageError, match="not to silo-b"):
        town.move("acme", to="silo-b", resume=True)
    town.move("acme", resume=True)
    assert town.directory.homes["acme"] == SILO


def test_an_unknown_tenant_does_not_move(town: Town) -> None:
    with pytest.raises(NoSuchThingError):
        town.move("nobody")


class Meddler:
    """Acts in a phase of the move, when the run sleeps or when it looks at a page."""

    def __init__(self, town: Town, phase: MovePhase, act: object) -> None:
        self.town, self.phase, self.act = town, phase, act
        self.done = False
        self._sleep, self._pages = town.timer.sleep, town.items.pages
        town.timer.sleep = self.sleep  # type: ignore[method-assign]  # a fake of ours
        town.items.pages = self.pages  # type: ignore[assignment]

    def _meddle(self) -> None:
        move = self.town.directory.moves.get("acme")
        if move and move.phase is self.phase and not self.done:
            self.done = True
            assert callable(self.act)
            self.act()

    def sleep(self, seconds: float) -> None:
        self._sleep(seconds)
        self._meddle()

    def pages(self, *args: object, **kwargs: object) -> object:
        self._meddle()
        return self._pages(*args, **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize("phase", [MovePhase.COPYING, MovePhase.CLOSING, MovePhase.FENCED])
def test_what_is_written_until_the_last_request_ends_moves_too(
    town: Town, phase: MovePhase
) -> None:
    """A request that began before the fence may write until the function's time limit."""

    def write() -> None:
        town.write(POOLED, item("acme", "ord_late"), item("acme", "ord_1", n={"N": "11"}))
        town.remove(POOLED, item("acme", "ord_2"))

    meddler = Meddler(town, phase, write)
    town.move("acme")
    assert meddler.done
    found = town.items.tables[SILO]
    assert key_of(item("acme", "ord_late")) in found
    assert found[key_of(item("acme", "ord_1"))]["n"] == {"N": "11"}
    assert key_of(item("acme", "ord_2")) not in found


def test_a_freeze_that_writers_ended_moves_nothing(town: Town) -> None:
    def thaw() -> None:
        move = town.directory.moves["acme"]
        town.directory.moves["acme"] = move.at(MovePhase.CLOSING)

    Meddler(town, MovePhase.VERIFYING, thaw)
    with pytest.raises(FreezeLapsedError):
        town.move("acme")
    assert town.directory.homes["acme"] == POOLED
    town.let_lease_lapse()
    town.move("acme", resume=True)
    assert town.directory.homes["acme"] == SILO


def test_a_run_that_lost_its_move_writes_nothing_more(town: Town) -> None:
    def take_over() -> None:
        move = town.directory.moves["acme"]
        town.directory.moves["acme"] = replace(move, owner="another")

    for phase in PHASES:
        town = Town()
        Meddler(town, phase, take_over)
        with pytest.raises(LostMoveError):
            town.move("acme")
        assert town.directory.moves["acme"].phase is phase


def test_tables_that_stay_different_move_nothing(town: Town) -> None:
    town.items.write = lambda *_args, **_kwargs: None  # type: ignore[method-assign]
    with pytest.raises(VerificationFailedError):
        town.move("acme")
    assert town.directory.homes["acme"] == POOLED
    assert town.directory.moves["acme"].phase is MovePhase.CLOSING


def test_a_freeze_lasts_no_longer_than_asked_for(town: Town) -> None:
    seen = []

    def look() -> None:
        seen.append(town.directory.moves["acme"].frozen_until)

    Meddler(town, MovePhase.FENCED, look)
    started = town.timer.now()
    town.move("acme")
    ends = seen[0]
    assert ends is not None
    longest = PACE.profile_cache + PACE.function_timeout + PACE.freeze_limit + 2 * PACE.grace
    assert (ends - started).total_seconds() <= longest
