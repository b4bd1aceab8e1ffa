"""Payments that come too early, too late, or the wrong way round: cases 1, 2, 9 and 16.

The sixteen cases are docs/convergence.md's; a unit test counts them.
"""

from concurrent.futures import ThreadPoolExecutor

from orderloom_cli.clients.provider_accounts import StripeAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


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


def test_case_1_a_payment_ahead_of_its_order_is_parked_and_woken(
    world: World, merchant: Merchant
) -> None:
    """The intent exists and is paid while its creation has not been answered yet."""
    world.simulator.delay_answers(
        "stripe", merchant.stripe_key, "^/v1/payment_intents$", seconds=7, times=1
    )
    order_id = merchant.place()["id"]
    (intent,) = eventually(
        lambda: (
            world.simulator.books()["stripe"]
            .get(merchant.stripe_key, {})
            .get("intents", {})
            .get("items", [])
        ),
        until=lambda items: len(items) == 1,
    )
    world.confirm(merchant, intent["id"])
    parked = eventually(
        lambda: world.parked(merchant.tenant_id, intent["id"]), until=lambda items: len(items) > 0
    )
    assert parked
    assert merchant.api.order(order_id)["payment"]["state"] == "none"
    merchant.until(order_id, "labelled")
    assert world.parked(merchant.tenant_id, intent["id"]) == []
    assert merchant.event_types(order_id).count("payment.captured") == 1


def test_case_9_money_that_came_before_the_cancel_was_heard_goes_back(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["payment"]["state"] == "refunded"
    assert world.books(merchant)["sums"]["net"] == {"usd": 0}
    assert merchant.stock() == 10
    assert release(world) == 1
    eventually(
        lambda: merchant.event_types(order_id),
        until=lambda kinds: kinds[-1] == "provider_event.noted",
    )
    assert merchant.status(order_id) == "cancelled"
    assert world.books(merchant)["refunds"]["count"] == 1


def test_case_2_a_decline_told_of_after_the_payment_changes_nothing(world: World) -> None:
    patient = world.merchant(max_payment_attempts=2)
    hold(world, patient, "payment_intent.payment_failed")
    order_id = patient.place()["id"]
    patient.pay_declined(order_id, "pm_card_chargeDeclined")
    patient.pay(order_id)
    patient.until(order_id, "labelled")
    assert release(world) == 1
    eventually(
        lambda: patient.event_types(order_id),
        until=lambda kinds: "provider_event.noted" in kinds,
    )
    assert patient.api.order(order_id)["payment"]["state"] == "paid"


def test_case_9_a_payment_and_a_cancel_at_once_end_cancelled_and_refunded(
    world: World, merchant: Merchant
) -> None:
    """Whoever commits first: the other one finds another version, and decides again."""
    order_id = merchant.place()["id"]
    merchant.payable(order_id)
    with ThreadPoolExecutor(2) as both:
        paying = both.submit(merchant.pay, order_id)
        cancelling = both.submit(merchant.api.cancel, order_id)
        cancelling.result()
        refused = paying.exception()
    merchant.until(order_id, "cancelled")
    order = eventually(
        lambda: merchant.api.order(order_id),
        until=lambda found: found["payment"]["state"] in {"refunded", "voided"},
    )
    assert (order["payment"]["state"] == "voided") is (refused is not None)
    assert world.books(merchant)["sums"]["net"] in ({}, {"usd": 0})
    assert merchant.stock() == 10


def test_case_16_a_payment_reversed_at_once_costs_no_parcel(world: World) -> None:
    """Approved and taken back within the merchant's grace."""
    careful = world.merchant(fulfilment_grace_seconds=8)
    order_id = careful.place()["id"]
    careful.pay(order_id)
    order = careful.until(order_id, "paid")
    assert order["payment"]["state"] == "paid"
    stripe_url = f"{world.details.simulator_url}/stripe"
    account = StripeAccount.at(world.transport, stripe_url, careful.stripe_key)
    account.refund(order["payment"]["intent_id"], order["total"])
    order = careful.until(order_id, "cancelled")
    assert (order["payment"]["state"], order["fulfilment"]["state"]) == ("refunded", "none")
    assert world.labels(careful)["labels"]["count"] == 0
    assert careful.stock() == 10


def test_case_16_a_payment_that_stands_is_shipped_after_the_grace(world: World) -> None:
    careful = world.merchant(fulfilment_grace_seconds=2)
    careful.labelled()
