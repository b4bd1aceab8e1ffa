"""Webhooks that never arrive are found on the provider's record, on the deployed stack."""

import json
from collections.abc import Sequence
from functools import partial

import pytest

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from tests.e2e.command_line import CommandLine
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

PAID = "payment_intent.succeeded"


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def lose(world: World, merchant: Merchant, **rule: object) -> str:
    return world.rule(
        target="webhook", provider="stripe", account=merchant.stripe_key, action="drop", **rule
    )


def found(document: JsonObject, book: str = "events") -> list[str]:
    """Ids of the missing events."""
    return [
        event["event_id"]
        for each in document["connections"]
        for event in each["missing"]
        if each["book"] == book
    ]


def on_record(world: World, merchant: Merchant, kinds: Sequence[str]) -> set[str]:
    """Ids of the account's events of these kinds, as Stripe lists them."""
    http = JsonHttp(
        world.transport,
        f"{world.details.simulator_url}/stripe",
        {"Authorization": f"Bearer {merchant.stripe_key}"},
    )
    listed = http.get("/v1/events", {"limit": 100})["data"]
    return {event["id"] for event in listed if event["type"] in kinds}


def paid_in_silence(world: World, merchant: Merchant, orders: int = 1) -> list[str]:
    """Orders whose payments nobody told of."""
    lose(world, merchant)
    order_ids = [merchant.place(quantity=1)["id"] for _ in range(orders)]
    for order_id in order_ids:
        merchant.pay(order_id)
    assert {merchant.status(order_id) for order_id in order_ids} == {"payment_pending"}
    return order_ids


def test_what_was_lost_is_found_and_repaired(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    """Twice, with the schedule's own message: the second time there is nothing to do."""
    (order_id,) = paid_in_silence(world, merchant)
    kinds = (PAID, "payment_intent.created", "charge.succeeded")
    eventually(
        lambda: set(found(cli.ok("reconcile", "--dry-run", tenant=merchant.tenant_id))),
        until=lambda ids: ids >= on_record(world, merchant, kinds),
    )
    assert merchant.status(order_id) == "payment_pending"  # a dry run changes nothing
    assert "payment.captured" not in merchant.event_types(order_id)
    wake = {"kind": "sweep_everybody", "book": "events"}
    world.client("sqs").send_message(
        QueueUrl=world.details.outputs["SweepQueueUrl"], MessageBody=json.dumps(wake)
    )
    merchant.until(order_id, "labelled", seconds=120)
    captured = next(e for e in merchant.events(order_id) if e["type"] == "payment.captured")
    assert captured["provider_event"]["swept"] is True
    again = cli.ok("reconcile", tenant=merchant.tenant_id)
    assert found(again) == []
    assert sum(hour["missing"] for hour in again["hours"]) >= 3
    eventually(
        lambda: cli.ok("reconcile", "--dry-run", tenant=merchant.tenant_id)["hours"],
        until=lambda hours: all(hour["repaired"] == hour["missing"] for hour in hours),
    )
    assert merchant.event_types(order_id).count("payment.captured") == 1
    assert merchant.stock() == 9


def test_exactly_the_dropped_ones_are_reported(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    order_ids = [merchant.place(quantity=1)["id"] for _ in range(4)]
    for number, order_id in enumerate(order_ids):
        intent = merchant.payable(order_id)["payment"]["intent_id"]
        if number % 2:
            lose(world, merchant, match={"object_id": intent}, event_types=[PAID])
        merchant.pay(order_id)
    for order_id in order_ids[::2]:
        merchant.until(order_id, "labelled")
    lost = {merchant.api.order(order_id)["payment"]["intent_id"] for order_id in order_ids[1::2]}
    done = eventually(
        lambda: cli.ok("reconcile", "--since", "2020-01-01", tenant=merchant.tenant_id),
        until=lambda document: bool(found(document)),
    )
    told = {event["event_type"] for each in done["connections"] for event in each["missing"]}
    assert PAID in told
    for order_id in order_ids[1::2]:
        merchant.until(order_id, "labelled")
    assert len(lost) == 2
    assert merchant.stock() == 6


def test_late_and_repeated_webhooks_after_a_repair_do_no_harm(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    (order_id,) = paid_in_silence(world, merchant)
    (paid,) = on_record(world, merchant, (PAID,))
    eventually(
        lambda: found(cli.ok("reconcile", tenant=merchant.tenant_id)), until=lambda ids: paid in ids
    )
    merchant.until(order_id, "labelled")
    world.simulator.http.call("POST", "/redeliver", {"event_id": paid, "times": 3})
    eventually(
        partial(world.messages_in, world.details.outputs["InboundQueueUrl"]),
        until=lambda waiting: waiting == 0,
    )
    assert merchant.event_types(order_id).count("payment.captured") == 1
    assert world.books(merchant)["captured"] == {"usd": 2100}


def test_a_payment_is_polled_where_even_the_events_are_gone(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        path="^/v1/events",
        action="status",
        status=503,
    )
    (order_id,) = paid_in_silence(world, merchant)
    document = eventually(
        lambda: _reconciled_in_part(cli, merchant), until=lambda ids: len(ids) == 1
    )
    assert document[0].startswith("polled-pi_")
    merchant.until(order_id, "labelled")


def _reconciled_in_part(cli: CommandLine, merchant: Merchant) -> list[str]:
    """The events cannot be read, and the command says so."""
    code = cli.exit_code("reconcile", tenant=merchant.tenant_id)
    assert code == 1
    return found(json.loads(cli.capture.readouterr().out), "payments")
