"""Webhooks that never arrive are found on the provider's record, on the deployed stack."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.command_line import CommandLine
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

PAID = "payment_intent.succeeded"
ASKED_AFTER = timedelta(seconds=3)
"""Twice the local stage's `sweep_grace`, and a little."""


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def lose(world: World, merchant: Merchant, **rule: object) -> None:
    """Stripe sends these webhooks nowhere, ever."""
    world.rule(
        target="webhook", provider="stripe", account=merchant.stripe_key, action="drop", **rule
    )


def found(document: JsonObject) -> list[tuple[str, str]]:
    """Ids and types of the missing events."""
    return [
        (event["event_id"], event["event_type"])
        for each in document["connections"]
        for event in each["missing"]
    ]


def paid_in_silence(world: World, merchant: Merchant) -> str:
    """An order whose payment nobody told of."""
    lose(world, merchant)
    order_id = str(merchant.place(quantity=1)["id"])
    merchant.pay(order_id)
    assert merchant.status(order_id) == "payment_pending"
    return order_id


def wake(world: World, book: str) -> None:
    """The schedule's own message."""
    world.client("sqs").send_message(
        QueueUrl=world.details.outputs["SweepQueueUrl"],
        MessageBody=json.dumps({"kind": "sweep_everybody", "book": book}),
    )


def test_what_was_lost_is_found_and_repaired_by_the_schedule(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    order_id = paid_in_silence(world, merchant)
    looked = eventually(
        lambda: found(cli.ok("reconcile", "--dry-run", tenant=merchant.tenant_id)), until=bool
    )
    assert [kind for _, kind in looked] == [PAID]
    assert "payment.captured" not in merchant.event_types(order_id)  # it only looked
    wake(world, "events")
    merchant.until(order_id, "labelled", seconds=120)
    captured = next(e for e in merchant.events(order_id) if e["type"] == "payment.captured")
    assert captured["provider_event"]["event_id"] == looked[0][0]
    assert captured["provider_event"]["swept"] is True
    again = cli.ok("reconcile", "--provider", "stripe", tenant=merchant.tenant_id)
    assert found(again) == []
    assert [(h["delivered"], h["missing"], h["repaired"]) for h in again["hours"]] == [(0, 1, 1)]


def test_a_late_and_repeated_webhook_after_the_repair_does_no_harm(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    order_id = paid_in_silence(world, merchant)
    ((paid, _),) = eventually(
        lambda: found(cli.ok("reconcile", tenant=merchant.tenant_id)), until=bool
    )
    merchant.until(order_id, "labelled")
    world.simulator.http.call("POST", "/redeliver", {"event_id": paid, "times": 3})
    eventually(
        partial(world.messages_in, world.details.outputs["InboundQueueUrl"]),
        until=lambda waiting: waiting == 0,
    )
    assert merchant.event_types(order_id).count("payment.captured") == 1
    assert merchant.stock() == 9


def test_an_open_payment_is_asked_after_though_the_list_of_events_cannot_be_read(
    world: World, merchant: Merchant
) -> None:
    world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        path="^/v1/events",
        action="status",
        status=503,
    )
    order_id = paid_in_silence(world, merchant)
    placed_at = datetime.fromisoformat(merchant.api.order(order_id)["created_at"])
    eventually(lambda: datetime.now(UTC) - placed_at, until=lambda age: age > ASKED_AFTER)
    wake(world, "payments")
    merchant.until(order_id, "labelled", seconds=120)


def test_an_unreadable_record_is_told_of(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    world.rule(
        target="api", provider="stripe", account=merchant.stripe_key, action="status", status=503
    )
    code, error = cli.refused("reconcile", tenant=merchant.tenant_id)
    assert (code, error["kind"]) == (1, "incomplete")


def test_razorpay_has_no_events_so_its_payments_and_refunds_are_read(
    world: World, cli: CommandLine
) -> None:
    merchant = world.merchant()
    account = RazorpayAccount.connected(world, merchant)
    world.rule(target="webhook", provider="razorpay", account=account.key_id, action="drop")
    order_id = account.place()
    payment = account.pay(account.payable(order_id))
    looked = eventually(
        lambda: found(cli.ok("reconcile", "--dry-run", tenant=merchant.tenant_id)), until=bool
    )
    assert looked == [(f"read-{payment['id']}-captured", "payment.captured")]
    assert found(cli.ok("reconcile", tenant=merchant.tenant_id)) == looked
    merchant.until(order_id, "labelled")
    account.refund(payment["id"], 700)
    eventually(
        lambda: (
            cli.ok("reconcile", "--connection", "razorpay", tenant=merchant.tenant_id),
            merchant.api.order(order_id)["payment"]["refunded"],
        )[1],
        until=lambda refunded: refunded == 700,
    )
    assert account.sums()["net"] == {"usd": 3500}


def test_the_lines_of_a_payout_are_matched_to_orders(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    order_id = merchant.labelled(quantity=1)["id"]
    paid = {"account": merchant.stripe_key}
    (payout,) = world.simulator.http.call("POST", "/stripe/payouts", paid)["payouts"]
    done = cli.ok("reconcile", tenant=merchant.tenant_id)
    (matched,) = [each for one in done["connections"] for each in one["payouts"]]
    assert (matched["payout_id"], matched["unexplained"]) == (payout["id"], 0)
    (balance,) = merchant.api.ledger(order_id)["balances"]
    assert (balance["paid_out"], balance["fees"]) == (payout["amount"], 2100 - payout["amount"])
    assert balance["held"] == 0
    again = cli.ok("reconcile", tenant=merchant.tenant_id)
    assert [each["payouts"] for each in again["connections"]] == [[]] * len(again["connections"])
