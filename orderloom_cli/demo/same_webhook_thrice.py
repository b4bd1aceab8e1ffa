"""The same webhook three times: one effect."""

from typing import Any

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.money import format_money

_COPIES = 2


def same_webhook_thrice(world: World, stage: Stage, tenant: LocalTenant, order: JsonObject) -> None:
    before = _events(world, tenant, order["id"])
    captured = next(event for event in before if event["type"] == "payment.captured")
    event_id = captured["provider_event"]["event_id"]
    world.simulator.redeliver(event_id, times=_COPIES)
    attempts = world.until(
        lambda: world.simulator.deliveries(event_id),
        lambda found: sum(each["status"] is not None for each in found) == _COPIES + 1,
        expected="three deliveries answered",
    )
    answers = [each["status"] for each in attempts]
    expect(set(answers) == {200}, "each delivery answered 200", answers)
    stage.fact(f"payment_intent.succeeded delivered {len(answers)} times, each answered 200")
    _until_drained(world)
    after = _events(world, tenant, order["id"])
    expect(after == before, "the timeline as before", f"{len(after)} events for {len(before)}")
    captured_now = world.shop(tenant).order(order["id"])["payment"]["captured"]
    expect(captured_now == order["total"], f"{order['total']} captured", captured_now)
    money = format_money(captured_now, order["currency"])
    stage.fact(f"one entry on the timeline, {money} captured: one effect")


def _events(world: World, tenant: LocalTenant, order_id: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = world.shop(tenant).timeline(order_id)["events"]
    return events


def _until_drained(world: World) -> None:
    """Until every webhook that was acknowledged has been handled."""
    queue = world.deployment.output("InboundQueueUrl")
    world.until(
        lambda: world.bench.store.depth(queue).total,
        lambda depth: depth == 0,
        expected="the inbound queue to be empty",
    )
