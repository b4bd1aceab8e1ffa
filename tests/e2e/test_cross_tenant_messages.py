"""Messages and their replay that name what belongs to another tenant."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.dead_letters import GIVEN_UP_SECONDS, letters, purge, replay
from tests.e2e.victim import NO_TENANTS, SKU, Victim
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

DELIVERED = Path(__file__).parents[2] / "events" / "shipstation" / "track.delivered.json"


@pytest.fixture(scope="module")
def victim(world: World) -> Victim:
    return Victim.of(world)


@pytest.fixture
def untouched(victim: Victim) -> Iterator[None]:
    yield
    victim.assert_untouched()


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


class Queue:
    """One of the stack's queues, with a way to put anything into it."""

    def __init__(self, world: World, name: str) -> None:
        self._world = world
        self.url = world.details.outputs[name]

    def send(self, kind: str, tenant_id: str, body: object, **attributes: str) -> None:
        values = {"kind": kind, "tenant_id": tenant_id, **attributes}
        self._world.client("sqs").send_message(
            QueueUrl=self.url,
            MessageBody=json.dumps(body),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in values.items()
            },
            MessageGroupId="cross-tenant",
        )

    def is_worked_off(self) -> None:
        """Every message was used, or given up."""
        eventually(
            lambda: self._world.messages_in(self.url),
            until=lambda count: count == 0,
            seconds=GIVEN_UP_SECONDS,
        )


def reactions(victim: Victim) -> list[dict[str, Any]]:
    """Each kind of message of the workflow queue, about the victim's orders and products."""
    order = {"order_id": victim.unpaid["id"]}
    return [
        {"kind": "start_saga", "attempt": 2, **order},
        {"kind": "resume_payment", **order},
        {"kind": "fail_payment", "error": "OrderCancelled", **order},
        {"kind": "send_refund", "operation": "refund-1", **order},
        {"kind": "ask_provider", "order_id": victim.order["id"]},
        {"kind": "grow_stock", "sku": SKU, "shards": 8},
    ]


def paid_for(victim: Victim, claimed_by: str) -> dict[str, Any]:
    """The provider's event that the victim's waiting order was paid."""
    return {
        "id": "evt_cross_tenant",
        "object": "event",
        "type": "payment_intent.succeeded",
        "created": 1_795_000_000,
        "data": {
            "object": {
                "id": victim.unpaid["payment"]["intent_id"],
                "object": "payment_intent",
                "amount_received": victim.unpaid["total"],
                "currency": "usd",
                "metadata": {"order_id": victim.unpaid["id"], "tenant_id": claimed_by},
            }
        },
    }


@pytest.mark.usefixtures("untouched")
def test_reactions_and_their_replay_reach_nobody_elses_orders(
    world: World, cli: CommandLine, merchant: Merchant, victim: Victim
) -> None:
    workflow = Queue(world, "WorkflowQueueUrl")
    for reaction in reactions(victim):
        foreign = {**reaction, "tenant_id": victim.tenant_id}
        own = {**reaction, "tenant_id": merchant.tenant_id}
        workflow.send(reaction["kind"], merchant.tenant_id, own)
        workflow.send(reaction["kind"], merchant.tenant_id, foreign)
        for nobody in NO_TENANTS:
            workflow.send(reaction["kind"], nobody, {**reaction, "tenant_id": nobody})
    workflow.is_worked_off()
    given_up = letters(cli, "workflow", merchant.tenant_id)
    assert len(given_up) >= len(reactions(victim))
    assert [len(letters(cli, "workflow", nobody)) for nobody in NO_TENANTS] == [
        len(reactions(victim))
    ] * 3
    replay(cli, "workflow", merchant.tenant_id)
    workflow.is_worked_off()
    assert len(letters(cli, "workflow", merchant.tenant_id)) == len(given_up)
    for tenant_id in (merchant.tenant_id, *NO_TENANTS):
        purge(cli, "workflow", tenant_id)


@pytest.mark.usefixtures("untouched")
def test_events_in_the_queue_reach_nobody_elses_orders(
    world: World, cli: CommandLine, merchant: Merchant, victim: Victim
) -> None:
    inbound = Queue(world, "InboundQueueUrl")
    intent_id = victim.unpaid["payment"]["intent_id"]
    for claimed_by in (merchant.tenant_id, victim.tenant_id):
        inbound.send(
            "webhook",
            merchant.tenant_id,
            paid_for(victim, claimed_by),
            provider="stripe",
            event_id=f"evt_of_{claimed_by}",
            received_at="2026-11-21T12:00:00+00:00",
            headers="{}",
            encoding="text",
        )
        wake = {"tenant_id": claimed_by, "provider": "stripe", "object_id": intent_id}
        inbound.send("wake_parked", merchant.tenant_id, {"kind": "wake_parked", **wake})
    for nobody in NO_TENANTS:
        wake = {"tenant_id": nobody, "provider": "stripe", "object_id": intent_id}
        inbound.send("wake_parked", nobody, {"kind": "wake_parked", **wake})
    inbound.is_worked_off()
    parked = world.parked(merchant.tenant_id, intent_id)
    assert parked, "both are kept where they came in"
    for tenant_id in (merchant.tenant_id, *NO_TENANTS):
        assert len(letters(cli, "inbound", tenant_id)) == 1
        purge(cli, "inbound", tenant_id)


@pytest.mark.usefixtures("untouched")
def test_a_tenants_own_door_takes_nothing_for_anothers_order(
    world: World, merchant: Merchant, victim: Victim
) -> None:
    """Each is signed as the tenant's own provider signs."""
    body, headers = world.signed(merchant, paid_for(victim, merchant.tenant_id))
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    assert world.door.post("stripe", victim.tenant_id, body, headers).status == 400
    number = victim.order["fulfilment"]["tracking_number"]
    scan = DELIVERED.read_text().replace("1ZSAMPLE0000000001", number)
    headers = world.simulator.sign("shipstation", merchant.shipstation_key, scan)
    headers["Content-Type"] = "application/json"
    assert world.door.post("shipstation", merchant.tenant_id, scan.encode(), headers).status == 200
    for provider, object_id in (
        ("stripe", victim.unpaid["payment"]["intent_id"]),
        ("shipstation", number),
    ):
        eventually(partial(world.parked, merchant.tenant_id, object_id, provider), until=bool)
