from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Harness

INTENT = {"amount": 1000, "currency": "usd"}
DAY = 24 * 3600


def test_a_repeated_key_replays_the_first_answer(shop: StripeMerchant) -> None:
    first = shop.post("payment_intents", idem="k", **INTENT)
    second = shop.post("payment_intents", idem="k", **INTENT)

    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(shop.get("payment_intents")["data"]) == 1


def test_a_decline_is_replayed_without_a_second_charge(shop: StripeMerchant) -> None:
    first = shop.pay(card="pm_card_visa_chargeDeclined", idem="k")
    second = shop.pay(card="pm_card_visa_chargeDeclined", idem="k")

    assert (first.status_code, second.status_code) == (402, 402)
    assert second.content == first.content
    assert len(shop.get("charges")["data"]) == 1


def test_other_parameters_under_the_same_key_are_refused(shop: StripeMerchant) -> None:
    shop.post("payment_intents", idem="k", **INTENT)
    reused = shop.post("payment_intents", idem="k", amount=2000, currency="usd")

    assert reused.status_code == 400
    assert reused.json()["error"]["type"] == "idempotency_error"


def test_another_path_under_the_same_key_is_refused(shop: StripeMerchant) -> None:
    shop.post("customers", idem="k")

    assert shop.post("payment_intents", idem="k", **INTENT).status_code == 400


def test_a_key_in_flight_is_a_conflict(sim: Harness, shop: StripeMerchant) -> None:
    sim.fault(target="api", provider="stripe", action="delay", seconds=10, times=1)
    path, headers = "/stripe/v1/payment_intents", shop.headers("k")
    slow = sim.start("POST", path, data=INTENT, headers=headers)
    busy = shop.post("payment_intents", idem="k", **INTENT)
    sim.advance(10)

    assert busy.status_code == 409
    assert busy.json()["error"]["code"] == "idempotency_key_in_use"
    assert sim.finish(slow).status_code == 200
    assert shop.post("payment_intents", idem="k", **INTENT).status_code == 200


def test_a_refused_parameter_does_not_use_up_the_key(shop: StripeMerchant) -> None:
    assert shop.post("payment_intents", idem="k", amount="x", currency="usd").status_code == 400
    assert shop.post("payment_intents", idem="k", **INTENT).status_code == 200


def test_an_injected_failure_never_executed_and_is_not_stored(
    sim: Harness, shop: StripeMerchant
) -> None:
    sim.fault(target="api", provider="stripe", action="status", status=500, times=1)

    assert shop.post("payment_intents", idem="k", **INTENT).status_code == 500
    assert shop.get("payment_intents")["data"] == []
    assert shop.post("payment_intents", idem="k", **INTENT).status_code == 200


def test_a_key_is_forgotten_after_a_day(sim: Harness, shop: StripeMerchant) -> None:
    first = shop.post("payment_intents", idem="k", **INTENT).json()["id"]
    sim.advance(DAY)

    assert shop.post("payment_intents", idem="k", **INTENT).json()["id"] != first


def test_keys_of_two_accounts_do_not_meet(sim: Harness, shop: StripeMerchant) -> None:
    other = StripeMerchant(sim, "sk_test_two")
    first = shop.post("payment_intents", idem="k", **INTENT).json()["id"]

    assert other.post("payment_intents", idem="k", **INTENT).json()["id"] != first
    assert (
        other.sim.call(
            "GET", f"/stripe/v1/payment_intents/{first}", headers=other.headers()
        ).status_code
        == 404
    )
