"""A message that cannot be handled: into the dead-letter queue, and out of it again.

Two parts: until the queue gives a message up, other scenes are played.
"""

from dataclasses import dataclass

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.demo.damage import Damage, damage, mend
from orderloom_cli.demo.orders import pay, place, until_labelled, until_payable, until_status
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.dlq.documents import letter_document, result_document
from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetter
from orderloom_cli.dlq.purge import matching
from orderloom_cli.dlq.replay import Outcome, ReplayResult
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.views.dlq import letter_panel, results_view

# All deliveries of the inbound queue, ten seconds apart on this machine, and some patience.
_GIVEN_UP_SECONDS = 120.0


@dataclass(frozen=True)
class Poison:
    """A damaged order and the scan of its parcel that nobody can apply."""

    damage: Damage
    tracking_number: str
    event_id: str


def poison_sown(world: World, stage: Stage, tenant: LocalTenant) -> Poison:
    order_id = place(world, tenant, sku="BOOK-7", quantity=1, name="demo-poison")["id"]
    pay(world, tenant, until_payable(world, tenant, order_id))
    parcel = until_labelled(world, tenant, order_id)["fulfilment"]
    done = damage(world, tenant, order_id)
    stage.fact(f"{done.told} removed by hand from the table")
    event_id = world.simulator.advance_parcel(parcel["tracking_number"], "in_transit")
    stage.fact("its parcel is scanned; the scan cannot be applied, and is tried again and again")
    return Poison(done, parcel["tracking_number"], event_id)


def poison_cured(world: World, stage: Stage, poison: Poison) -> JsonObject:
    tenant, order_id = poison.damage.tenant, poison.damage.order_id
    letter = _given_up(world, tenant)
    stage.fact("given up after repeated deliveries; what `orderloom dlq show` says of it:")
    stage.picture(letter_panel(letter_document(letter), world.bench.timer.now(), whole=False))
    mend(world, poison.damage)
    stage.fact(f"{poison.damage.told} put back")
    results = _replay(world, letter)
    stage.fact("`orderloom dlq replay`:")
    stage.picture(results_view([result_document(result) for result in results]))
    expect(
        [result.outcome for result in results] == [Outcome.REPLAYED],
        "one message replayed",
        [f"{result.outcome}: {result.detail}" for result in results],
    )
    until_status(world, tenant, order_id, "shipped")
    world.simulator.advance_parcel(poison.tracking_number, "delivered")
    until_status(world, tenant, order_id, "delivered")
    stage.fact("the order goes on: shipped by the replayed scan, then delivered")
    return world.shop(tenant).timeline(order_id)


def _given_up(world: World, tenant: LocalTenant) -> DeadLetter:
    queues = world.bench.chosen("inbound")
    world.until(
        lambda: sum(world.bench.store.depth(queue.url).total for queue in queues),
        lambda depth: depth > 0,
        expected="the message in the dead-letter queue",
        seconds=_GIVEN_UP_SECONDS,
    )
    wanted = Filter(tenant=tenant.id, provider="shipstation")
    found = matching(world.bench.store, world.bench.timer, queues, wanted)
    expect(len(found) == 1, "one dead letter of the merchant", len(found))
    return found[0]


def _replay(world: World, letter: DeadLetter) -> list[ReplayResult]:
    results: list[ReplayResult] = []
    wanted = Filter(message_ids=frozenset({letter.message_id}))
    world.bench.replay(results.append).run([letter.queue], wanted)
    return results
