"""Compensation in reverse: on decline, time-out, cancel, and when a step cannot go on."""

import json
from typing import Any

import pytest

from orderloom_cli.clients.shopper import DECLINED_CARD
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.crashes import Chosen
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

_DEATHS = 12
"""Of OpenTask; of any other step, the tenth is its last."""


def is_a_task_of(order_id: str) -> Chosen:
    """Chooses the commit of a task that a failed compensation left."""

    def chosen(operation: str, body: dict[str, Any]) -> bool:
        said = json.dumps(body)
        written = operation == "DynamoDB.TransactWriteItems"
        return written and order_id in said and "compensation_failed" in said

    return chosen


def intents(world: World, merchant: Merchant) -> dict[str, int]:
    """How many intents stand in which state in the provider's books."""
    found: dict[str, int] = world.books(merchant)["intents"]["by_status"]
    return found


def test_a_declined_card_gives_the_stock_back(world: World, merchant: Merchant) -> None:
    order_id = merchant.place()["id"]
    merchant.payable(order_id)
    assert merchant.stock() == 8
    assert merchant.pay_declined(order_id, DECLINED_CARD) == "generic_decline"
    order = merchant.until(order_id, "cancelled")
    assert order["close_reason"] == "payment_declined"
    assert order["payment"]["decline_code"] == "generic_decline"
    assert merchant.stock() == 10
    assert intents(world, merchant) == {"canceled": 1}
    assert world.states_entered(order_id) == [
        "ReserveStock",
        "AwaitPayment",
        "RefundPayment",
        "ReleaseStock",
    ]


def test_an_unpaid_order_ends_with_its_payment_window(world: World) -> None:
    hasty = world.merchant(payment_window_seconds=30)
    order_id = hasty.place()["id"]
    order = hasty.until(order_id, "cancelled", seconds=60)
    assert order["close_reason"] == "payment_expired"
    assert hasty.stock() == 10
    assert intents(world, hasty) == {"canceled": 1}


def test_cancelling_before_payment_stops_the_saga(world: World, merchant: Merchant) -> None:
    order_id = merchant.place()["id"]
    merchant.payable(order_id)
    first = merchant.api.cancel(order_id)
    assert first["status"] == "cancelling"
    order = merchant.until(order_id, "cancelled")
    assert order["close_reason"] == "cancel_requested"
    assert merchant.api.cancel(order_id)["status"] == "cancelled"
    assert merchant.stock() == 10
    assert intents(world, merchant) == {"canceled": 1}


def test_cancelling_at_once_never_leaves_a_payment_open(world: World, merchant: Merchant) -> None:
    order_id = merchant.place()["id"]
    merchant.api.cancel(order_id)
    merchant.until(order_id, "cancelled")
    assert merchant.stock() == 10
    account = world.simulator.books()["stripe"].get(merchant.stripe_key)
    open_intents = account["intents"]["by_status"] if account else {}
    assert set(open_intents) <= {"canceled"}


def test_cancelling_a_labelled_order_voids_and_refunds(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["fulfilment"]["state"] == "voided"
    assert order["payment"]["state"] == "refunded"
    assert merchant.stock() == 10
    assert world.books(merchant)["sums"]["net"] == {"usd": 0}
    assert world.labels(merchant)["voids"]["approved"] == 1
    undone = [kind for kind in merchant.event_types(order_id) if not kind.endswith("noted")][5:]
    assert undone == [
        "order.cancel_requested",
        "label.voided",
        "payment.refunded",
        "order.cancelled",
    ]


def test_a_parcel_on_its_way_is_not_cancelled(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "in_transit")
    merchant.until(order["id"], "shipped")
    with pytest.raises(ApiRefusedError) as refusal:
        merchant.api.cancel(order["id"])
    assert refusal.value.status == 409


def test_a_parcel_nobody_carries_waits_and_can_be_given_up(
    world: World, merchant: Merchant
) -> None:
    refused = {"errors": [{"error_code": "unspecified", "error_type": "business_rules"}]}
    world.rule(
        target="api",
        provider="shipstation",
        account=merchant.shipstation_key,
        path="^/v2/rates",
        action="status",
        status=400,
        body=refused,
    )
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    order = merchant.until(order_id, "manual_required")
    assert order["attention"]["kind"] == "manual_shipping"
    assert "unspecified" in order["attention"]["detail"]
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["payment"]["state"] == "refunded"
    assert order["attention"] is None
    assert merchant.stock() == 10


def test_a_carrier_that_comes_back_in_time_costs_nothing(world: World, merchant: Merchant) -> None:
    world.rule(
        target="api",
        provider="shipstation",
        account=merchant.shipstation_key,
        path="^/v2/labels",
        action="status",
        status=503,
        times=6,
    )
    order_id = merchant.labelled()["id"]
    assert world.labels(merchant)["labels"]["count"] == 1
    assert merchant.status(order_id) == "labelled"


def test_a_label_bought_whose_answer_was_lost_is_found_again(
    world: World, merchant: Merchant
) -> None:
    world.rule(
        target="api",
        provider="shipstation",
        account=merchant.shipstation_key,
        method="POST",
        path="^/v2/labels/rates",
        action="drop_response",
        times=1,
    )
    merchant.labelled()
    assert world.labels(merchant)["labels"]["count"] == 1


def test_a_refused_refund_becomes_a_task(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    error = {"type": "invalid_request_error", "code": "charge_disputed", "message": "disputed"}
    world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        method="POST",
        path="^/v1/refunds",
        action="status",
        status=400,
        body={"error": error},
    )
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["attention"]["kind"] == "refund_failed"
    assert "charge_disputed" in order["attention"]["detail"]
    assert merchant.stock() == 10
    assert "payment.refund_failed" in merchant.event_types(order_id)


def test_a_saga_that_cannot_compensate_opens_a_task_and_can_be_run_again(
    world: World, merchant: Merchant, wire: Wire
) -> None:
    """Even if opening it fails more often than any other step may."""
    order_id = merchant.labelled()["id"]
    fault = world.rule(
        target="api",
        provider="shipstation",
        account=merchant.shipstation_key,
        path="/void$",
        action="status",
        status=503,
    )
    merchant.api.cancel(order_id)
    with wire.crashing(is_a_task_of(order_id), takes_effect=False, times=_DEATHS) as crash:
        order = eventually(
            lambda: merchant.api.order(order_id),
            until=lambda o: o["attention"] is not None,
            seconds=120,
        )
    assert crash.happened == _DEATHS
    assert order["attention"]["kind"] == "compensation_failed"
    assert order["attention"]["detail"].startswith("VoidLabel: ProviderUnavailable")
    execution = eventually(
        lambda: world.execution(order_id, attempt=2), until=lambda e: e["status"] == "FAILED"
    )
    assert execution["error"] == "NeedsPerson"

    world.simulator.http.call("DELETE", f"/faults/{fault}")
    assert merchant.api.cancel(order_id)["attention"] is None
    assert merchant.until(order_id, "cancelled")["payment"]["state"] == "refunded"
    assert merchant.stock() == 10
