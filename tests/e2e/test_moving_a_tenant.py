"""A merchant's data changes its table while it sells."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from orderloom.domain.placement import POOLED, MovePhase

from orderloom_cli.local import LocalEnvironment
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import watched
from tests.e2e.moving import PLENTY, Load, items_in, mover, whereabouts
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

MOVE_SECONDS = 180.0
SILO = "silo-a"


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    recorder = Wire()
    yield recorder
    recorder.stop()


@pytest.fixture(scope="module")
def world(wire: Wire) -> Iterator[World]:
    """Of its own, where sagas wait between retries as on AWS.

    After the freeze all come at once, to functions whose copies are few here: with shortened
    waits a saga would give up on a throttled function within a second.
    """
    with LocalEnvironment("e2e-moving", wire=wire.start) as environment:
        yield from watched(World(environment.details), wire)


@pytest.fixture
def load(world: World, merchant: Merchant) -> Iterator[Load]:
    # After the freeze its parcels come all at once, to copies that are few here.
    world.operator.set_shipping(merchant.tenant_id, {"deadline_ms": 8000})
    with Load(world, merchant) as running:
        eventually(lambda: running.placed, until=lambda placed: len(placed) >= 3)
        yield running


def reaches(world: World, tenant_id: str, phase: MovePhase) -> None:
    eventually(
        lambda: whereabouts(world, tenant_id).move,
        until=lambda move: move is not None and move.phase is phase,
        seconds=MOVE_SECONDS,
    )


def test_nothing_is_lost_while_a_selling_merchant_moves(
    world: World, merchant: Merchant, load: Load
) -> None:
    """Its mover is killed twice, before the freeze and after it, and taken over from."""
    tenant_id = merchant.tenant_id
    first = mover(world, tenant_id, to=SILO)
    reaches(world, tenant_id, MovePhase.CLOSING)
    first.kill()
    first.join()
    before = len(load.placed)
    second = taken_over(world, tenant_id)
    reaches(world, tenant_id, MovePhase.SWITCHED)
    second.kill()
    second.join()
    third = taken_over(world, tenant_id)
    third.join(MOVE_SECONDS)
    assert third.exitcode == 0
    moved = len(load.placed)
    eventually(lambda: load.placed, until=lambda placed: len(placed) >= moved + 3)
    load.stop()

    assert load.refusals <= {409, 503}
    assert before < moved
    assert whereabouts(world, tenant_id).home == SILO
    assert items_in(world, POOLED, tenant_id) == []
    for order_id in load.placed:
        order = merchant.until(order_id, "labelled")
        assert order["payment"]["captured"] == 2100
        assert_one_timeline(merchant, order_id)
        saga = eventually(
            partial(world.execution, order_id),
            until=lambda execution: execution["status"] != "RUNNING",
        )
        assert saga["status"] == "SUCCEEDED"
    assert merchant.stock() == PLENTY - len(load.placed)
    assert world.books(merchant)["sums"]["net"] == {"usd": 2100 * len(load.placed)}
    heads = [it for it in items_in(world, SILO, tenant_id) if it["SK"]["S"] == "ORDER"]
    assert {head["order_id"]["S"] for head in heads} == set(load.placed)


def taken_over(world: World, tenant_id: str) -> Any:
    """A run that found the killed one's lease lapsed."""
    while True:
        owner = owner_of_move(world, tenant_id)
        process = mover(world, tenant_id, to=SILO, resume=True)
        eventually(
            partial(is_decided, world, tenant_id, owner, process), until=bool, seconds=MOVE_SECONDS
        )
        if process.exitcode is None:
            return process


def owner_of_move(world: World, tenant_id: str) -> str | None:
    move = whereabouts(world, tenant_id).move
    return move.owner if move else None


def is_decided(world: World, tenant_id: str, owner: str | None, process: Any) -> bool:
    """Whether the new run has the move, or has given up."""
    return process.exitcode is not None or owner_of_move(world, tenant_id) != owner


def assert_one_timeline(merchant: Merchant, order_id: str) -> None:
    """Every transition once, none missing."""
    kinds = [kind for kind in merchant.event_types(order_id) if not kind.endswith("noted")]
    assert len(kinds) == len(set(kinds)), kinds
    versions = [it["version"] for it in merchant.events(order_id)]
    assert sorted(set(versions)) == list(range(1, max(versions) + 1))


def test_a_dry_run_tells_what_it_takes_and_changes_nothing(
    world: World, merchant: Merchant, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = CommandLine.of(world, capsys)
    merchant.place()
    told = cli.ok("tenants", "move", merchant.tenant_id, "--to", SILO, "--dry-run")
    (plan,) = told["plans"]
    assert plan["tenants"][merchant.tenant_id]["items"] >= 5
    assert plan["freeze_seconds"] >= 15
    assert whereabouts(world, merchant.tenant_id).move is None
    assert items_in(world, SILO, merchant.tenant_id) == []
    code, error = cli.refused("tenants", "move", merchant.tenant_id, "--to", "silo-z")
    assert (code, error["kind"]) == (3, "not-found")
