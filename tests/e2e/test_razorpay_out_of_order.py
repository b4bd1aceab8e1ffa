"""Authorisations that come late, and both tellings of one payment: cases 3 and 4."""

from functools import partial

import pytest

from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import World


@pytest.fixture
def account(world: World) -> RazorpayAccount:
    return RazorpayAccount.connected(world, world.merchant(max_payment_attempts=2))


def test_case_3_an_authorisation_told_of_after_the_capture_changes_nothing(
    account: RazorpayAccount,
) -> None:
    """order.paid, then payment.captured, then payment.authorized; each twice."""
    kinds = ("payment.authorized", "payment.captured", "order.paid")
    account.world.rule(
        target="webhook", provider="razorpay", account=account.key_id, action="duplicate"
    )
    account.hold(*kinds)
    order_id = account.place()
    account.pay(account.payable(order_id))
    assert account.release("reverse") == 3
    account.merchant.until(order_id, "labelled")
    for kind in kinds:
        eventually(partial(account.heard, order_id, kind), until=lambda n: n == 1)
    assert account.merchant.event_types(order_id).count("payment.captured") == 1
    assert account.merchant.stock() == 8
    assert account.sums()["net"] == {"usd": 4200}


def test_case_4_an_attempt_authorised_late_pays_an_open_order(account: RazorpayAccount) -> None:
    order_id = account.place()
    failed = account.pay(account.payable(order_id), "fail")
    eventually(lambda: account.heard(order_id, "payment.failed"), until=lambda n: n == 1)
    account.control(f"/payments/{failed['id']}/authorise", {})
    account.merchant.until(order_id, "labelled")


def test_case_4_an_attempt_authorised_late_is_refunded_where_the_order_is_given_up(
    account: RazorpayAccount,
) -> None:
    order_id = account.place()
    failed = account.pay(account.payable(order_id), "fail")
    account.merchant.api.cancel(order_id)
    account.merchant.until(order_id, "cancelled")
    account.control(f"/payments/{failed['id']}/authorise", {})
    order = eventually(
        lambda: account.merchant.api.order(order_id),
        until=lambda found: found["payment"]["state"] == "refunded",
    )
    assert order["status"] == "cancelled"
    assert account.sums() == {
        "captured": {"usd": 4200},
        "refunded": {"usd": 4200},
        "disputed": {},
        "net": {"usd": 0},
    }
