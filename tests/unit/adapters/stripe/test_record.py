"""Stripe's list of events and its payouts, against the simulated Stripe."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from orderloom.adapters.stripe import record as module
from orderloom.adapters.stripe.payouts import StripePayouts
from orderloom.adapters.stripe.reader import StripeReader
from orderloom.adapters.stripe.record import StripeRecord
from orderloom.domain.facts import PaymentFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.sweeps import Window
from orderloom.errors import CredentialsRejected, ProviderUnavailable
from orderloom.ports.payout_book import PayoutLine
from orderloom.ports.provider_record import RecordedEvent

from tests.unit.adapters.stripe.simulated_http import SimulatedHttp
from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import START, Harness

NOW = datetime.fromtimestamp(START, UTC)
WINDOW = Window(since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=1))


@pytest.fixture
def merchant() -> Iterator[StripeMerchant]:
    harness = Harness()
    yield StripeMerchant(harness)
    harness.close()


def record(merchant: StripeMerchant, key: str | None = None) -> StripeRecord:
    http = SimulatedHttp(merchant.sim)
    return StripeRecord(api_key=key or merchant.key, base_url="http://sim/stripe", http_client=http)


def everything(found: StripeRecord) -> list[RecordedEvent]:
    events: list[RecordedEvent] = []
    window = WINDOW
    while True:
        page = found.page(window)
        events += page.events
        if page.cursor is None:
            return events
        window = window.model_copy(update={"cursor": page.cursor})


def payout_lines(merchant: StripeMerchant) -> tuple[PayoutLine, ...]:
    http = SimulatedHttp(merchant.sim)
    book = StripePayouts(api_key=merchant.key, base_url="http://sim/stripe", http_client=http)
    (payout,) = book.payouts(WINDOW.since)
    lines = book.lines(payout.payout_id, None).lines
    assert (sum(line.net for line in lines), "USD") == (payout.amount, payout.currency)
    return lines


@pytest.mark.parametrize("size", [1, 2, 90])
def test_events_are_read_page_by_page_as_stripe_wrote_them(
    merchant: StripeMerchant, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", size)
    intents = [merchant.pay().json()["id"] for _ in range(3)]
    found = everything(record(merchant))
    reader = StripeReader()
    facts = [
        reader.read(InboundEvent("acme", "stripe", entry.event_id, NOW, entry.body))
        for entry in found
    ]
    assert [fact.intent_id for fact in facts if isinstance(fact, PaymentFact)] == intents[::-1]
    assert not any(entry.derived for entry in found)


def test_one_who_may_not_read_is_told_so(merchant: StripeMerchant) -> None:
    with pytest.raises(CredentialsRejected):
        record(merchant, "no key").page(WINDOW)


def test_how_long_to_stay_away_is_told(merchant: StripeMerchant) -> None:
    merchant.sim.fault(
        target="api",
        path="^/v1/events",
        action="status",
        status=429,
        headers={"Retry-After": "7"},
    )
    with pytest.raises(ProviderUnavailable) as unavailable:
        record(merchant).page(WINDOW)
    assert unavailable.value.retry_after == 7


def test_the_lines_of_a_payout_add_up_to_it(merchant: StripeMerchant) -> None:
    paid = merchant.pay(2100).json()["id"]
    refunded = merchant.pay(1000).json()["id"]
    merchant.post("refunds", payment_intent=refunded, amount=300)
    merchant.sim.control("POST", "/stripe/payouts", json={"account": merchant.key})
    lines = payout_lines(merchant)
    by_intent = {line.intent_id: line for line in lines if line.net > 0}
    assert (by_intent[paid].net + by_intent[paid].fee, by_intent[paid].fee > 0) == (2100, True)
    assert by_intent[paid].fee_is_news
    (sent_back,) = [line for line in lines if line.net < 0]
    assert (sent_back.intent_id, sent_back.net, sent_back.fee) == (refunded, -300, 0)


def test_the_fee_of_a_dispute_was_told_of_with_its_money(merchant: StripeMerchant) -> None:
    intent_id = merchant.pay(2100).json()["id"]
    path = f"/stripe/payment_intents/{intent_id}/dispute"
    merchant.sim.control("POST", path, json={"amount": 2100})
    merchant.sim.control("POST", "/stripe/payouts", json={"account": merchant.key})
    (taken,) = [line for line in payout_lines(merchant) if line.net < 0]
    assert (taken.intent_id, taken.net, taken.fee) == (intent_id, -3600, 1500)
    assert not taken.fee_is_news


def test_what_was_paid_out_is_not_paid_out_again(merchant: StripeMerchant) -> None:
    merchant.pay(2100)
    account = {"account": merchant.key}
    assert len(merchant.sim.control("POST", "/stripe/payouts", json=account)["payouts"]) == 1
    assert merchant.sim.control("POST", "/stripe/payouts", json=account)["payouts"] == []
