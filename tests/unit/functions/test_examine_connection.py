"""What operators may ask about connections, and how they are told no."""

from typing import Any, cast

import pytest
from orderloom.domain.sweeps import RECORDED
from orderloom.examination import answer
from orderloom.sweep_bootstrap import SweepContainer

from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.sweeps import FakeSweepLedger
from tests.fakes.tenants import FakeTenants
from tests.unit.services.account import Account
from tests.unit.services.bank import Bank
from tests.unit.services.waiting_payment import Waiting

ACME = {"tenant_id": "acme", "provider": "stripe"}


class Parts:
    """Of the container, what a question needs."""

    books_of = staticmethod(SweepContainer.books_of)

    def __init__(self, **made: Any) -> None:
        self.tenants = FakeTenants(a_tenant())
        for provider in ("stripe", "shipstation"):
            self.tenants.connect("acme", a_connection(provider))
        self._made = made

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_options: self._made[name]


def ask(parts: Parts, **question: Any) -> Any:
    return answer(question, cast("SweepContainer", parts))


def test_connections_without_a_record_are_left_out() -> None:
    found = ask(Parts(), ask="connections", tenant_id="acme")["answer"]
    assert found == {"connections": [{**ACME, "books": list(RECORDED)}], "after": None}
    shards = [ask(Parts(), ask="connections", shard=shard)["answer"] for shard in range(16)]
    assert [one for page in shards for one in page["connections"]] == found["connections"]


def test_a_dry_run_goes_on_where_the_piece_before_ended() -> None:
    account = Account(page_size=1)
    for number in range(2):
        account.happens(f"evt_{number}", seconds=number)
    parts = Parts(sweep_connection=account.sweep)
    first = ask(parts, ask="reconcile", **ACME, dry_run=True)["answer"]
    rest = ask(parts, ask="reconcile", **ACME, dry_run=True, go_on=first["go_on"])["answer"]
    assert [e["event_id"] for e in first["missing"] + rest["missing"]] == ["evt_1", "evt_0"]
    assert rest["go_on"] is None
    assert account.queue.sent == []


def test_a_run_from_a_moment_begins_there_once_and_then_goes_on() -> None:
    account = Account(page_size=1)
    for number in range(3):
        account.happens(f"evt_{number}", seconds=number)
    account.sweep = account.sweeping(pages=2)
    parts = Parts(sweep_connection=account.sweep)
    asked = {**ACME, "since": account.began.isoformat()}
    first = ask(parts, ask="reconcile", **asked)["answer"]
    rest = ask(parts, ask="reconcile", **asked, go_on=first["go_on"])["answer"]
    assert (len(first["missing"]), len(rest["missing"]), rest["go_on"]) == (2, 1, None)


def test_payments_and_payouts_are_answered_for() -> None:
    waiting, bank = Waiting(), Bank()
    waiting.shop.payments.pay("pi_1", 2500)
    polled = ask(Parts(poll_payments=waiting.poll), ask="reconcile", **ACME, book="payments")
    assert polled["answer"] == {"read": 1, "moved": [waiting.shop.order_id], "go_on": None}
    matched = ask(Parts(match_payouts=bank.match), ask="reconcile", **ACME, book="payouts")
    (payout,) = matched["answer"]["payouts"]
    assert (payout["matched_net"], payout["unexplained"]) == (2397, 0)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ({"ask": "secrets"}, "InvalidRequest"),
        ({"ask": "reconcile", "tenant_id": "acme"}, "InvalidRequest"),
        ({"ask": "reconcile", **ACME, "since": "yesterday"}, "InvalidRequest"),
        ({"ask": "reconcile", **ACME, "since": "2026-11-21T10:00:00"}, "InvalidRequest"),
        ({"ask": "connections", "tenant_id": "nobody"}, "NotFound"),
    ],
)
def test_what_cannot_be_answered_is_said_in_words(question: dict[str, Any], kind: str) -> None:
    told = ask(Parts(sweep_ledger=FakeSweepLedger()), **question)
    assert told["error"]["kind"] == kind
    assert "yesterday" not in told["error"]["message"]
