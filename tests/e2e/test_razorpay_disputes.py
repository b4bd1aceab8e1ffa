"""Disputes of payments that Razorpay took, on the deployed stack."""

import pytest

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import World


@pytest.fixture
def account(world: World) -> RazorpayAccount:
    return RazorpayAccount.connected(world, world.merchant())


def disputed(account: RazorpayAccount, **command: object) -> tuple[str, str]:
    """The ids of a labelled order and of the dispute over its payment."""
    order_id = account.place()
    payment = account.pay(account.payable(order_id))
    account.merchant.until(order_id, "labelled")
    dispute = account.control(f"/payments/{payment['id']}/dispute", command)
    account.merchant.until(order_id, "on_hold")
    return order_id, str(dispute["id"])


def moved(account: RazorpayAccount, order_id: str, dispute_id: str, outcome: str) -> JsonObject:
    """The order once the bank's word is applied."""
    account.control(f"/disputes/{dispute_id}/move", {"outcome": outcome})
    return eventually(
        lambda: account.merchant.api.order(order_id),
        until=lambda order: order["disputes"][0]["state"] == outcome,
    )


def test_a_dispute_holds_the_parcel_and_asks_for_evidence(account: RazorpayAccount) -> None:
    order_id, dispute_id = disputed(account)
    order = account.merchant.api.order(order_id)
    assert order["attention"]["kind"] == "dispute"
    assert order["attention"]["due"] is not None
    moved(account, order_id, dispute_id, "under_review")
    order = moved(account, order_id, dispute_id, "won")
    assert (order["status"], order["attention"]) == ("labelled", None)
    assert account.sums()["net"] == {"usd": 4200}


def test_a_lost_dispute_takes_the_money(account: RazorpayAccount) -> None:
    order_id, dispute_id = disputed(account, amount=1000)
    order = moved(account, order_id, dispute_id, "lost")
    assert order["disputes"][0]["withdrawn"] == 1000
    (balance,) = account.merchant.api.ledger(order_id)["balances"]
    assert (balance["disputed"], balance["fees"], balance["held"]) == (1000, 84, 3116)
    assert account.sums()["net"] == {"usd": 3200}
