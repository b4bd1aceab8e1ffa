import pytest

from simulator.dropping import ResponseDroppedError
from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Harness

SUCCEEDED = ["payment_intent.succeeded"]


def test_a_duplicate_rule_sends_copies(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen(*SUCCEEDED)
    sim.fault(target="webhook", provider="stripe", action="duplicate", copies=2, times=1)
    shop.pay()
    shop.pay()

    ids = [hook.json["id"] for hook in sim.sink.received]
    assert len(ids) == 4
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_held_webhooks_leave_in_reverse(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.fault(target="webhook", action="hold")
    shop.pay()
    assert sim.sink.received == []
    released = sim.control("POST", "/release", json={"order": "reverse"})["released"]

    assert [hook.type for hook in sim.sink.received] == shop.event_types()[::-1]
    assert released == [hook.json["id"] for hook in sim.sink.received]
    assert sim.control("POST", "/release", json={}) == {"released": []}


def test_one_held_event_can_be_released_alone(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.fault(target="webhook", action="hold")
    shop.pay()
    chosen = shop.get("events", type="charge.succeeded")["data"][0]["id"]
    sim.control("POST", "/release", json={"event_ids": [chosen]})

    assert [hook.type for hook in sim.sink.received] == ["charge.succeeded"]
    assert sim.control("GET", "/health")["held_deliveries"] == 2


def test_a_dropped_event_is_listed_but_never_sent(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.fault(target="webhook", event_types=SUCCEEDED, action="drop")
    shop.pay()
    sim.advance(1_000_000)

    assert "payment_intent.succeeded" in shop.event_types()
    assert [hook.type for hook in sim.sink.received] == shop.event_types()[:2]


def test_a_delayed_event_is_overtaken(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    sim.fault(target="webhook", event_types=["payment_intent.created"], action="delay", seconds=30)
    shop.pay()
    sim.advance(29)
    assert len(sim.sink.received) == 2
    sim.advance(1)

    assert sim.sink.received[-1].type == "payment_intent.created"


def test_a_rule_can_name_one_object_or_one_account(sim: Harness, shop: StripeMerchant) -> None:
    shop.listen()
    other = StripeMerchant(sim, "sk_test_two")
    other.listen()
    intent = shop.post("payment_intents", amount=100, currency="usd").json()["id"]
    sim.fault(target="webhook", action="drop", match={"object_id": intent})
    sim.fault(target="webhook", action="drop", account=other.key)
    sim.sink.received.clear()
    shop.post(f"payment_intents/{intent}/confirm", payment_method="pm_card_visa")
    other.pay()
    assert sim.sink.received == []
    shop.pay()
    assert len(sim.sink.received) == 3


def test_a_dropped_response_leaves_the_effect(sim: Harness, shop: StripeMerchant) -> None:
    rule = sim.fault(
        target="api",
        provider="stripe",
        method="POST",
        path="intents$",
        action="drop_response",
        times=1,
    )
    with pytest.raises(ResponseDroppedError):
        shop.pay(900, idem="k")

    replayed = shop.pay(900, idem="k")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert len(shop.get("payment_intents")["data"]) == 1
    listed = sim.control("GET", "/faults")["faults"]
    assert [(fault["id"], fault["hits"]) for fault in listed] == [(rule, 1)]


def test_a_delayed_response_has_taken_effect_already(sim: Harness, shop: StripeMerchant) -> None:
    sim.fault(target="api", path="^/v1/refunds$", action="delay_response", seconds=60, times=1)
    intent = shop.pay().json()["id"]
    form = {"payment_intent": intent}
    slow = sim.start("POST", "/stripe/v1/refunds", data=form, headers=shop.headers("k"))

    assert not slow.done()
    assert len(shop.get("refunds", payment_intent=intent)["data"]) == 1
    again = shop.post("refunds", idem="k", **form)
    sim.advance(60)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert sim.finish(slow).json() == again.json()


def test_a_status_rule_answers_in_its_own_words(sim: Harness, shop: StripeMerchant) -> None:
    sim.fault(
        target="api",
        provider="stripe",
        account=shop.key,
        action="status",
        status=503,
        headers={"Retry-After": "7"},
        body={"error": {"type": "api_error"}},
        times=1,
    )
    refused = shop.post("customers")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "7")
    assert refused.json() == {"error": {"type": "api_error"}}
    assert shop.post("customers").status_code == 200


def test_probability_is_drawn_from_the_seed(sim: Harness, shop: StripeMerchant) -> None:
    sim.fault(target="api", action="status", status=500, probability=0.5)
    statuses = [shop.post("customers").status_code for _ in range(40)]

    assert 8 < statuses.count(500) < 32


def test_a_removed_rule_no_longer_fires(sim: Harness, shop: StripeMerchant) -> None:
    rule = sim.fault(target="api", action="status", status=500)
    sim.control("DELETE", f"/faults/{rule}")

    assert shop.post("customers").status_code == 200
    assert sim.call("DELETE", f"/_control/faults/{rule}").status_code == 404


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"target": "api", "action": "status", "status": 500, "tims": 1}, "tims"),
        ({"target": "webhook", "action": "duplicate", "copy": 2}, "copy"),
        ({"target": "webhook", "action": "drop", "match": {"id": "x"}}, "match.id"),
        ({"target": "api", "action": "drop_response", "path": "("}, "path"),
    ],
)
def test_an_unknown_field_is_refused_by_name(
    sim: Harness, rule: dict[str, object], field: str
) -> None:
    refused = sim.call("POST", "/_control/faults", json=rule)

    assert refused.status_code == 422
    assert field in [entry["field"] for entry in refused.json()["error"]["fields"]]
