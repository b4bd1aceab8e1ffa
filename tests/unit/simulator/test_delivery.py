import json

import pytest
import stripe

from simulator.stripe.events import RETRY_POLICY
from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import START, Harness


def test_the_real_library_accepts_the_signature(sim: Harness, shop: StripeMerchant) -> None:
    secret = shop.listen()
    shop.pay()

    assert [hook.type for hook in sim.sink.received] == shop.event_types()
    for hook in sim.sink.received:
        header = hook.headers["Stripe-Signature"]
        assert stripe.WebhookSignature.verify_header(hook.body, header, secret)
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.WebhookSignature.verify_header(hook.body + b" ", header, secret)


def test_an_event_names_the_request_behind_it(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen("payment_intent.created")
    answer = shop.post("payment_intents", idem="k", amount=100, currency="usd")
    event = sim.sink.received[0].json

    assert event["request"] == {"id": answer.headers["Request-Id"], "idempotency_key": "k"}
    assert (event["pending_webhooks"], event["created"]) == (1, int(START))
    assert event["data"]["object"]["id"] == answer.json()["id"]


def test_only_wanted_events_reach_an_enabled_endpoint(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen("payment_intent.succeeded")
    shop.pay()
    endpoint = shop.get("webhook_endpoints")["data"][0]["id"]
    shop.post(f"webhook_endpoints/{endpoint}", disabled="true")
    shop.pay()

    assert [hook.type for hook in sim.sink.received] == ["payment_intent.succeeded"]


def test_accounts_do_not_hear_each_other(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    StripeMerchant(sim, "sk_test_two").pay()

    assert sim.sink.received == []


def test_a_failure_is_retried_until_it_succeeds(sim: Harness, shop: StripeMerchant) -> None:
    secret = shop.listen("payment_intent.succeeded")
    sim.sink.statuses = [500, 0, 302]
    shop.pay()
    for delay in RETRY_POLICY.delays[:4]:
        sim.advance(delay)

    log = sim.control("GET", "/deliveries", params={"type": "payment_intent.succeeded"})
    tries = [(d["attempt"], d["status"], d["error"]) for d in log["deliveries"]]
    assert tries == [(1, 500, None), (2, None, "ReadTimeout"), (3, 302, None), (4, 200, None)]
    assert log["deliveries"][1]["at"] == START + RETRY_POLICY.delays[0]
    headers = [hook.headers["Stripe-Signature"] for hook in sim.sink.received]
    assert len(set(headers)) == 4
    assert len({hook.body for hook in sim.sink.received}) == 1
    last = sim.sink.received[-1]
    assert stripe.WebhookSignature.verify_header(last.body, headers[-1], secret)


def test_retries_end_with_the_schedule(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen("payment_intent.succeeded")
    sim.sink.statuses = [500] * 50
    shop.pay()
    for delay in RETRY_POLICY.delays:
        sim.advance(delay)
    sim.advance(1_000_000)

    assert len(sim.sink.received) == 1 + len(RETRY_POLICY.delays)
    assert sim.control("GET", "/health")["pending_deliveries"] == 0


def test_a_failing_event_does_not_hold_up_the_next(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.sink.statuses = [500]
    shop.pay()

    assert len(sim.sink.received) == 3


def test_redelivery_sends_the_same_body_again(sim: Harness, shop: StripeMerchant) -> None:
    secret = shop.listen("payment_intent.succeeded")
    shop.pay()
    event_id = sim.sink.received[0].json["id"]
    sim.advance(60)
    queued = sim.control("POST", "/redeliver", json={"event_id": event_id, "times": 2})

    assert queued == {"queued": 2}
    assert len({hook.body for hook in sim.sink.received}) == 1
    first, *again = [hook.headers["Stripe-Signature"] for hook in sim.sink.received]
    assert len(again) == 2
    assert first not in again
    assert stripe.WebhookSignature.verify_header(sim.sink.received[0].body, again[0], secret)


def test_a_test_can_have_any_body_signed_in_the_past(sim: Harness, shop: StripeMerchant) -> None:
    secret = shop.listen()
    body = json.dumps({"id": "evt_forged"})
    command = {
        "provider": "stripe",
        "account": shop.key,
        "body": body,
        "timestamp_offset_seconds": -600,
    }
    header = sim.control("POST", "/sign", json=command)["headers"]["Stripe-Signature"]

    assert header.startswith(f"t={int(START) - 600},v1=")
    assert stripe.WebhookSignature.verify_header(body, header, secret)


def test_reset_forgets_everything(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.fault(target="webhook", action="hold")
    shop.pay()
    sim.control("POST", "/reset")

    assert sim.control("GET", "/faults") == {"faults": []}
    assert sim.control("GET", "/books") == {"stripe": {}, "razorpay": {}, "shipstation": {}}
    assert sim.control("GET", "/health")["held_deliveries"] == 0
