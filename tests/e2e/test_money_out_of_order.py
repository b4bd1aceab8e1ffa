"""Refunds and disputes that come too early, too late, or the wrong way round: cases 5 to 11."""

from collections.abc import Callable
from typing import Any

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.clients.provider_accounts import StripeAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

PAID = 4200


def hold(world: World, merchant: Merchant, *event_types: str) -> None:
    """The simulator keeps these webhooks back until they are released."""
    world.rule(
        target="webhook",
        provider="stripe",
        account=merchant.stripe_key,
        event_types=list(event_types),
        action="hold",
    )


def release(world: World, *, order: str = "held") -> int:
    return len(world.simulator.http.call("POST", "/release", {"order": order})["released"])


def refund_in_the_dashboard(world: World, merchant: Merchant, intent_id: str, amount: int) -> str:
    stripe_url = f"{world.details.simulator_url}/stripe"
    return StripeAccount.at(world.transport, stripe_url, merchant.stripe_key).refund(
        intent_id, amount
    )


def until(merchant: Merchant, order_id: str, holds: Callable[[JsonObject], bool]) -> JsonObject:
    """The order once `holds` is true of it."""
    return eventually(lambda: merchant.api.order(order_id), until=holds)


def balance(merchant: Merchant, order_id: str) -> dict[str, Any]:
    (found,) = merchant.api.ledger(order_id)["balances"]
    return dict(found)


def books_agree(world: World, merchant: Merchant, order_id: str) -> None:
    """The ledger's sums are those of the provider's own books."""
    ledger, sums = balance(merchant, order_id), world.books(merchant)["sums"]
    net = ledger["captured"] - ledger["refunded"] - ledger["disputed"] + ledger["reinstated"]
    assert ledger["captured"] == sums["captured"]["usd"]
    assert ledger["refunded"] == sums["refunded"].get("usd", 0)
    assert net == sums["net"]["usd"] == ledger["held"] + ledger["fees"]


def refunds(order: JsonObject) -> list[tuple[int, str]]:
    return sorted((refund["amount"], refund["state"]) for refund in order["payment"]["refunds"])


def test_equal_refunds_are_two_and_a_repeated_request_is_one(
    world: World, merchant: Merchant
) -> None:
    order_id = merchant.labelled()["id"]
    for key in ("first", "second", "first"):
        merchant.api.refund(order_id, {"amount": 1000}, idempotency_key=key)
    order = until(merchant, order_id, lambda o: o["payment"]["refunded"] == 2000)
    assert refunds(order) == [(1000, "succeeded"), (1000, "succeeded")]
    assert order["payment"]["state"] == "part_refunded"
    assert world.books(merchant)["refunds"]["count"] == 2
    books_agree(world, merchant, order_id)


def test_a_refund_whose_answer_is_lost_is_made_once(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        method="POST",
        path="^/v1/refunds$",
        action="drop_response",
        times=3,
    )
    hold(world, merchant, "refund.created", "refund.updated", "charge.refunded")
    merchant.api.refund(order_id, {"amount": 1500}, idempotency_key="lost")
    order = until(merchant, order_id, lambda o: refunds(o) == [(1500, "succeeded")])
    assert order["payment"]["refunded"] == 1500
    assert world.books(merchant)["refunds"]["count"] == 1
    books_agree(world, merchant, order_id)
    release(world)


def test_case_5_a_refund_ahead_of_its_payment_brings_the_payment_along(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    intent_id = merchant.api.order(order_id)["payment"]["intent_id"]
    refund_in_the_dashboard(world, merchant, intent_id, 700)
    order = merchant.until(order_id, "labelled")
    assert (order["payment"]["state"], order["payment"]["captured"]) == ("part_refunded", PAID)
    books_agree(world, merchant, order_id)
    assert release(world) == 1
    eventually(
        lambda: merchant.event_types(order_id), until=lambda kinds: "provider_event.noted" in kinds
    )
    books_agree(world, merchant, order_id)


def test_case_6_an_update_ahead_of_its_refund_is_that_refund(
    world: World, merchant: Merchant
) -> None:
    order = merchant.labelled()
    hold(world, merchant, "refund.created", "charge.refunded")
    refund_in_the_dashboard(world, merchant, order["payment"]["intent_id"], 900)
    seen = until(merchant, order["id"], lambda o: o["payment"]["refunded"] == 900)
    assert release(world, order="reverse") == 2
    eventually(
        lambda: merchant.event_types(order["id"]),
        until=lambda kinds: kinds.count("provider_event.noted") >= 2,
    )
    assert merchant.api.order(order["id"])["payment"] == seen["payment"]
    books_agree(world, merchant, order["id"])


def test_case_7_a_refund_that_fails_later_is_reversed_and_a_task(
    world: World, merchant: Merchant
) -> None:
    order_id = merchant.labelled()["id"]
    merchant.api.refund(order_id, {}, idempotency_key="all")
    order = until(merchant, order_id, lambda o: o["payment"]["state"] == "refunded")
    world.simulator.fail_refund(order["payment"]["refunds"][0]["refund_id"])
    order = until(merchant, order_id, lambda o: o["attention"] is not None)
    assert order["attention"]["kind"] == "refund_failed"
    assert (order["payment"]["state"], order["payment"]["refunded"]) == ("paid", 0)
    books_agree(world, merchant, order_id)
    merchant.api.refund(order_id, {}, idempotency_key="again")
    order = until(merchant, order_id, lambda o: o["payment"]["state"] == "refunded")
    assert order["attention"] is None
    books_agree(world, merchant, order_id)


def test_case_8_money_that_comes_after_the_cancel_goes_back_through_the_ledger(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    merchant.api.cancel(order_id)
    merchant.until(order_id, "cancelled")
    release(world)
    order = until(merchant, order_id, lambda o: o["payment"]["state"] == "refunded")
    assert order["status"] == "cancelled"
    kinds = [entry["kind"] for entry in merchant.api.ledger(order_id)["entries"]]
    assert [kind for kind in kinds if kind != "fee"] == ["captured", "refunded"]
    books_agree(world, merchant, order_id)


def test_case_10_a_dispute_holds_what_has_not_left_until_it_is_won(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    intent_id = merchant.api.order(order_id)["payment"]["intent_id"]
    dispute_id = world.simulator.dispute(intent_id)
    until(merchant, order_id, lambda o: o["disputes"] and o["disputes"][0]["withdrawn"] == PAID)
    release(world)
    order = merchant.until(order_id, "on_hold")
    eventually(lambda: merchant.event_types(order_id), until=lambda kinds: "shipment.held" in kinds)
    assert order["attention"]["kind"] == "dispute"
    assert order["attention"]["due"] == order["disputes"][0]["evidence_due"] is not None
    world.simulator.close_dispute(dispute_id, "won")
    order = merchant.until(order_id, "labelled")
    assert order["attention"] is None
    assert balance(merchant, order_id)["fees"] == 1500
    books_agree(world, merchant, order_id)


def test_case_10_a_dispute_lost_before_shipping_gives_the_order_up(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    dispute_id = world.simulator.dispute(merchant.api.order(order_id)["payment"]["intent_id"])
    until(merchant, order_id, lambda o: bool(o["disputes"]))
    release(world)
    eventually(lambda: merchant.event_types(order_id), until=lambda kinds: "shipment.held" in kinds)
    world.simulator.close_dispute(dispute_id, "lost")
    merchant.until(order_id, "cancelled")
    assert merchant.stock() == 10
    assert world.books(merchant)["refunds"]["count"] == 0
    books_agree(world, merchant, order_id)


def test_case_10_a_dispute_after_a_refund_is_a_double_loss(
    world: World, merchant: Merchant
) -> None:
    order = merchant.labelled()
    merchant.api.refund(order["id"], {}, idempotency_key="all")
    until(merchant, order["id"], lambda o: o["payment"]["state"] == "refunded")
    world.simulator.dispute(order["payment"]["intent_id"])
    seen = until(merchant, order["id"], lambda o: bool(o["disputes"]))
    assert seen["attention"]["kind"] == "double_loss"


def test_case_11_money_withdrawn_before_its_dispute_is_told_of_is_posted_first(
    world: World, merchant: Merchant
) -> None:
    order = merchant.labelled()
    hold(world, merchant, "charge.dispute.created")
    world.simulator.dispute(order["payment"]["intent_id"], amount=1000)
    seen = until(merchant, order["id"], lambda o: bool(o["disputes"]))
    assert seen["disputes"][0]["state"] == "reported"
    assert balance(merchant, order["id"])["disputed"] == 1000
    assert release(world) == 1
    seen = until(merchant, order["id"], lambda o: o["disputes"][0]["state"] == "needs_response")
    assert seen["disputes"][0]["withdrawn"] == 1000
    books_agree(world, merchant, order["id"])
