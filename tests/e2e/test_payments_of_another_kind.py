"""Amount, currency, mode and order must be those asked for, or a person looks at it.

The account too: see test_connected_accounts.
"""

from typing import Any

import pytest

from tests.e2e.world import Merchant, World

TOTAL = 4200
OTHER_ORDER = "ord_01JP9ZMQCN0000000000000007"


def succeeded(intent_id: str, order_id: str, merchant: Merchant, **changes: Any) -> dict[str, Any]:
    """Stripe's event for a payment; `changes` to the event or to the intent in it."""
    intent = {
        "id": intent_id,
        "object": "payment_intent",
        "amount_received": TOTAL,
        "currency": "usd",
        "metadata": {"order_id": order_id, "tenant_id": merchant.tenant_id},
    }
    event = {
        "id": "evt_strange",
        "object": "event",
        "type": "payment_intent.succeeded",
        "created": 1_795_000_000,
        "livemode": False,
    }
    intent |= {name: value for name, value in changes.items() if name in intent}
    event |= {name: value for name, value in changes.items() if name not in intent}
    return {**event, "data": {"object": intent}}


@pytest.mark.parametrize(
    ("changes", "told_in_task"),
    [
        ({"amount_received": 1}, "1 USD captured for 4200 USD"),
        ({"currency": "eur"}, "4200 EUR captured for 4200 USD"),
        ({"livemode": True}, "livemode"),
        ({"metadata": {"order_id": OTHER_ORDER}}, "order"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_payment_of_another_kind_goes_to_a_person(
    world: World, merchant: Merchant, changes: dict[str, Any], told_in_task: str
) -> None:
    order_id = merchant.place()["id"]
    intent_id = merchant.payable(order_id)["payment"]["intent_id"]
    event = succeeded(intent_id, order_id, merchant, **changes)
    body, headers = world.signed(merchant, event)
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    order = merchant.until(order_id, "in_review")
    assert order["attention"]["kind"] == "payment_review"
    assert told_in_task in order["attention"]["detail"]
    assert order["fulfilment"]["state"] == "none"
