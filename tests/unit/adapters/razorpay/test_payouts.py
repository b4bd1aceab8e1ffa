"""Razorpay's settlements, line by line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from orderloom.adapters.razorpay import payouts as module
from orderloom.errors import ProviderUnavailable
from orderloom.ports.payments import PaymentRequest
from orderloom.ports.payout_book import PayoutLine

from tests.unit.adapters.razorpay.simulated import Simulated, simulated
from tests.unit.simulator.harness import START

NOW = datetime.fromtimestamp(START, UTC)


@pytest.fixture
def sim() -> Iterator[Simulated]:
    with simulated() as made:
        yield made


def paid(sim: Simulated, number: int = 1) -> str:
    request = PaymentRequest("acme", f"ord_{number}", 4200, "INR", f"key:{number}")
    intent_id = sim.payments().create(request).intent_id
    sim.pay(intent_id)
    return intent_id


def everything(sim: Simulated, payout_id: str) -> list[PayoutLine]:
    found: list[PayoutLine] = []
    cursor = None
    while True:
        page = sim.payouts().lines(payout_id, cursor)
        found += page.lines
        cursor = page.cursor
        if cursor is None:
            return found


def test_what_is_settled_is_a_payout_of_its_lines(sim: Simulated) -> None:
    intent_id = paid(sim)
    sim.payments().refund(intent_id, 1000, "a-refund-of-acme-1")
    settlement = sim.settle_account()
    (payout,) = sim.payouts().payouts(NOW - timedelta(days=1))
    assert (payout.payout_id, payout.currency) == (settlement["id"], "INR")
    lines = everything(sim, payout.payout_id)
    assert [(line.net, line.fee, line.intent_id) for line in lines] == [
        (-1000, 0, intent_id),
        (4200 - 84, 84, intent_id),
    ]
    assert sum(line.net for line in lines) == payout.amount == 4200 - 84 - 1000
    assert [line.fee_is_news for line in lines] == [False, True]


def test_what_a_lost_dispute_took_is_a_line_of_no_order(sim: Simulated) -> None:
    paid(sim)
    sim.settle_account()
    books = sim.harness.control("GET", "/books")["razorpay"][sim.key_id]
    dispute_id = sim.dispute(books["payments"]["items"][0]["id"])
    sim.move_dispute(dispute_id, "lost")
    settlement = sim.settle_account()
    (line,) = everything(sim, settlement["id"])
    assert (line.line_id, line.net, line.intent_id) == (dispute_id, -4200, None)


@pytest.mark.parametrize("size", [1, 2, 90])
def test_settlements_and_lines_are_read_page_by_page(
    sim: Simulated, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "_PAGE", size)
    first = [paid(sim, number) for number in (1, 2, 3)]
    sim.settle_account()
    second = [paid(sim, number) for number in (4, 5)]
    sim.settle_account()
    payouts = sim.payouts().payouts(NOW - timedelta(days=1))
    told = [{line.intent_id for line in everything(sim, each.payout_id)} for each in payouts]
    assert sorted(map(len, told)) == [2, 3]
    assert set().union(*told) == {*first, *second}


def test_a_line_is_found_though_its_day_begins_in_india(sim: Simulated) -> None:
    """Half past six in the evening of London is the next day there."""
    evening = (START // 86_400) * 86_400 + 86_400 + 18 * 3600 + 31 * 60
    sim.harness.clock.advance(evening - START)
    intent_id = paid(sim)
    settlement = sim.settle_account()
    assert [line.intent_id for line in everything(sim, settlement["id"])] == [intent_id]


def test_no_answer_is_an_unknown_outcome(sim: Simulated) -> None:
    paid(sim)
    sim.refuse("GET", "/v1/settlements", 503)
    with pytest.raises(ProviderUnavailable):
        sim.payouts().payouts(NOW - timedelta(days=1))
