"""The mover over real tables: conditions, transactions, scans of what is others'."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import boto3
import pytest
from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.domain.placement import POOLED, MovePhase
from orderloom.keys import tenant_profile

from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.items import Item, Sum
from orderloom_cli.tenancy.moves import FreezeLapsedError, LostMoveError, Move, Pace
from orderloom_cli.tenancy.office import Office
from orderloom_cli.tenancy.ports import Claim
from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.builders.tenants import a_connection, a_tenant
from tests.integration.conftest import TABLE, create_table
from tests.integration.worlds import DynamoWorld
from tests.unit.cli.fakes import FakeTimer

SILO = "orderloom-integration-moves"
PACE = Pace(profile_cache=60, function_timeout=30)


class Scene:
    """A tenant with three orders in the pooled table, beside another one with one."""

    def __init__(self, dynamodb: DynamoWorld) -> None:
        self.world = dynamodb
        self.timer = FakeTimer(dynamodb.clock.now())
        self.office = Office(
            boto3.client("dynamodb"), {POOLED: TABLE, "silo-a": SILO}, PACE, self.timer
        )
        for tenant_id in (dynamodb.tenant_id, dynamodb.other_tenant_id):
            dynamodb.tenants.register(a_tenant(tenant_id), f"olk_{tenant_id}")
            dynamodb.tenants.connect(tenant_id, a_connection())
        for number in range(3):
            self.place(dynamodb.tenant_id, f"ord_{number}")
        self.place(dynamodb.other_tenant_id, "ord_0")

    def place(self, tenant_id: str, order_id: str) -> None:
        order = an_order(tenant_id=tenant_id, order_id=order_id)
        self.world.orders(tenant_id).place(
            order, a_placed(order), list_shards=1, idempotency=an_idempotency_record(order)
        )

    def items(self, home: str) -> list[Item]:
        pages = self.office.items.pages(
            home, [self.world.tenant_id], segment=(0, 1), consistent=True
        )
        return [item for page in pages for item in page]

    def move(self, to: str = "silo-a", *, resume: bool = False) -> dict[str, Sum]:
        return self.office.move(
            [self.world.tenant_id], to, resume=resume, segments=3, tell=lambda _line: None
        )

    def claim(self, phase: MovePhase, owner: str) -> Claim:
        move = Move("mov_1", POOLED, "silo-a", phase, owner, self.timer.now(), self.timer.now())
        return Claim(self.world.tenant_id, move)


@pytest.fixture
def scene(dynamodb: DynamoWorld, created: dict[str, str]) -> Scene:
    if "moves" not in created:
        create_table(SILO)
        created["moves"] = SILO
    return Scene(dynamodb)


def test_a_tenant_moves_there_and_back(scene: Scene) -> None:
    before = Sum.of(scene.items(POOLED))
    assert before.count == 9
    assert scene.move() == {scene.world.tenant_id: before}
    assert scene.items(POOLED) == []
    assert Sum.of(scene.items("silo-a")) == before
    tables = TenantTables(
        scene.world.table, Profiles(scene.world.table, scene.world.clock), {"silo-a": Table(SILO)}
    )
    assert tables.of(scene.world.tenant_id).name == SILO
    assert tables.of(scene.world.other_tenant_id).name == TABLE
    scene.world.orders(scene.world.other_tenant_id).get("ord_0")
    scene.world.tenants.connection(scene.world.tenant_id, "stripe")
    scene.move(POOLED)
    assert Sum.of(scene.items(POOLED)) == before
    scene.world.orders().get("ord_2")


def test_of_two_runs_at_once_one_moves(scene: Scene) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(scene.move) for _ in range(2)]
    failures = [run.exception() for run in runs]
    assert [type(each) for each in failures if each] in ([], [BusyError])
    assert scene.office.directory.find(scene.world.tenant_id).home == "silo-a"
    assert scene.items(POOLED) == []


def test_a_claim_that_no_longer_holds_writes_nothing(scene: Scene) -> None:
    mine = scene.claim(MovePhase.COPYING, "mine")
    scene.office.directory.begin(mine.tenant_id, mine.move)
    item = scene.items(POOLED)[0]
    scene.office.items.write(mine, "silo-a", puts=[item])
    assert scene.items("silo-a") == [item]
    for other in (scene.claim(MovePhase.COPYING, "other"), scene.claim(MovePhase.CLEANING, "mine")):
        with pytest.raises(LostMoveError):
            scene.office.items.write(other, "silo-a", puts=scene.items(POOLED))
        with pytest.raises(LostMoveError):
            scene.office.directory.advance(other, other.move.at(MovePhase.SWITCHED), home="silo-a")
        with pytest.raises(LostMoveError):
            scene.office.directory.finish(other)
    assert scene.office.directory.find(mine.tenant_id).home == POOLED
    with pytest.raises(BusyError):
        scene.office.directory.begin(mine.tenant_id, mine.move)


def test_a_move_is_taken_over_only_once_its_lease_lapsed(scene: Scene) -> None:
    directory, now = scene.office.directory, scene.timer.now()
    claim = scene.claim(MovePhase.COPYING, "killed")
    directory.begin(claim.tenant_id, claim.move)
    mine = replace(claim.move, owner="mine")
    with pytest.raises(BusyError):
        directory.take(claim.tenant_id, claim.move, mine, now=now)
    scene.timer.sleep(1)
    directory.take(claim.tenant_id, claim.move, mine, now=scene.timer.now())
    assert directory.find(claim.tenant_id).move == mine
    with pytest.raises(BusyError):
        directory.take(claim.tenant_id, claim.move, mine, now=scene.timer.now())


def test_a_writer_that_ends_a_freeze_stops_the_mover(scene: Scene) -> None:
    """The function's side and the mover's meet in one item."""
    profiles = Profiles(scene.world.table, scene.world.clock)
    real_sleep = scene.timer.sleep

    def sleep(seconds: float) -> None:
        real_sleep(seconds)
        placement = profiles.of(scene.world.tenant_id).placement
        if placement.frozen:
            scene.world.clock.set(scene.timer.now())
            scene.world.clock.advance(hours=1)
            profiles.thaw(scene.world.tenant_id, profiles.of(scene.world.tenant_id).placement)

    scene.timer.sleep = sleep  # type: ignore[method-assign]  # a fake of ours
    with pytest.raises(FreezeLapsedError):
        scene.move()
    assert scene.office.directory.find(scene.world.tenant_id).home == POOLED


def test_a_plan_counts_and_changes_nothing(scene: Scene) -> None:
    (plan,) = scene.office.plan([scene.world.tenant_id], "silo-a")
    assert plan.tenants[scene.world.tenant_id] == Sum.of(scene.items(POOLED))
    assert plan.freeze_seconds >= PACE.function_timeout
    assert scene.items("silo-a") == []
    key = tenant_profile(scene.world.tenant_id)
    kept = boto3.client("dynamodb").get_item(
        TableName=TABLE, Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}}
    )["Item"]
    assert "move" not in kept
