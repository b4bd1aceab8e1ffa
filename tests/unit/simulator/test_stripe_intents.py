import pytest

from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Harness


def test_a_good_card_is_charged_and_announced_in_order(shop: StripeMerchant) -> None:
    intent = shop.pay(1500, **{"metadata[order]": "o-1"}).json()
    charge = shop.get(f"charges/{intent['latest_charge']}")

    assert (intent["status"], intent["amount_received"]) == ("succeeded", 1500)
    assert charge["metadata"] == {"order": "o-1"}
    assert (charge["captured"], charge["payment_intent"]) == (True, intent["id"])
    assert shop.event_types() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_chargeDeclined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"),
    ],
)
def test_a_declined_card_leaves_the_intent_payable(
    shop: StripeMerchant, card: str, reason: str
) -> None:
    declined = shop.pay(card=card)
    error = declined.json()["error"]
    intent = shop.get(f"payment_intents/{error['payment_intent']['id']}")

    assert declined.status_code == 402
    assert (error["type"], error["code"]) == ("card_error", "card_declined")
    assert error["decline_code"] == reason
    assert intent["status"] == "requires_payment_method"
    assert intent["last_payment_error"]["decline_code"] == reason
    assert shop.event_types()[1:] == ["charge.failed", "payment_intent.payment_failed"]
    retried = shop.post(f"payment_intents/{intent['id']}/confirm", payment_method="pm_card_visa")
    assert retried.json()["status"] == "succeeded"


@pytest.mark.parametrize(
    ("outcome", "status", "last_event"),
    [
        ("succeed", "succeeded", "payment_intent.succeeded"),
        ("fail", "requires_payment_method", "payment_intent.payment_failed"),
    ],
)
def test_a_challenge_waits_for_the_shopper(
    sim: Harness, shop: StripeMerchant, outcome: str, status: str, last_event: str
) -> None:
    intent = shop.pay(card="pm_card_threeDSecure2Required").json()
    assert intent["status"] == "requires_action"
    path = f"/stripe/payment_intents/{intent['id']}/complete_action"
    completed = sim.control("POST", path, json={"outcome": outcome})

    assert completed["status"] == status
    assert shop.event_types()[-1] == last_event
    again = sim.call("POST", f"/_control{path}", json={"outcome": outcome})
    assert again.status_code == 409


def test_an_off_session_challenge_is_a_decline(shop: StripeMerchant) -> None:
    declined = shop.pay(card="pm_card_authenticationRequired", off_session="true")

    assert declined.status_code == 402
    assert declined.json()["error"]["code"] == "authentication_required"


def test_a_manual_capture_may_take_less(shop: StripeMerchant) -> None:
    intent = shop.pay(1000, capture_method="manual").json()
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 1000)
    path = f"payment_intents/{intent['id']}/capture"
    assert shop.post(path, amount_to_capture=1001).json()["error"]["code"] == "amount_too_large"
    captured = shop.post(path, amount_to_capture=400).json()

    assert (captured["status"], captured["amount_received"]) == ("succeeded", 400)
    assert shop.event_types()[2:] == [
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ]


def test_canceling_an_authorisation_releases_it(shop: StripeMerchant) -> None:
    intent = shop.pay(1000, capture_method="manual").json()
    canceled = shop.post(f"payment_intents/{intent['id']}/cancel").json()

    assert (canceled["status"], canceled["amount_capturable"]) == ("canceled", 0)
    assert shop.event_types()[-2:] == ["charge.refunded", "payment_intent.canceled"]


@pytest.mark.parametrize("verb", ["cancel", "capture", "confirm"])
def test_a_finished_intent_refuses_every_verb(shop: StripeMerchant, verb: str) -> None:
    intent = shop.pay().json()
    refused = shop.post(f"payment_intents/{intent['id']}/{verb}")
    error = refused.json()["error"]

    assert refused.status_code == 400
    assert error["code"] == "payment_intent_unexpected_state"
    assert error["payment_intent"]["id"] == intent["id"]


def test_a_shopper_confirms_with_the_publishable_key(sim: Harness, shop: StripeMerchant) -> None:
    intent = shop.post("payment_intents", amount=700, currency="usd").json()
    path = f"/stripe/v1/payment_intents/{intent['id']}/confirm"
    form = {"key": "pk_test_one", "payment_method": "pm_card_visa"}
    wrong = sim.call("POST", path, data={**form, "client_secret": "guess"})
    absent = sim.call("POST", path, data=form)
    right = sim.call("POST", path, data={**form, "client_secret": intent["client_secret"]})

    assert wrong.json()["error"]["param"] == "client_secret"
    assert absent.json()["error"]["code"] == "parameter_missing"
    assert right.json()["status"] == "succeeded"


@pytest.mark.parametrize("key", ["", "sk_live_one", "sk_test_", "nonsense"])
def test_a_bad_key_is_401(sim: Harness, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    refused = sim.call("GET", "/stripe/v1/events", headers=headers)

    assert refused.status_code == 401
    assert refused.json()["error"]["type"] == "invalid_request_error"


def test_a_publishable_key_may_not_create(sim: Harness) -> None:
    shopper = StripeMerchant(sim, "pk_test_one")

    assert shopper.post("customers").json()["error"]["code"] == "secret_key_required"


def test_unknown_parameters_are_refused(shop: StripeMerchant) -> None:
    refused = shop.post("payment_intents", amount=1, currency="usd", ammount=2)

    assert refused.json()["error"]["code"] == "parameter_unknown"


def test_events_are_paged_and_filtered(shop: StripeMerchant) -> None:
    for amount in (100, 200, 300):
        shop.pay(amount)
    page = shop.get("events", type="payment_intent.succeeded", limit=2)
    rest = shop.get(
        "events",
        type="payment_intent.succeeded",
        limit=2,
        starting_after=page["data"][-1]["id"],
    )

    amounts = [e["data"]["object"]["amount"] for e in page["data"] + rest["data"]]
    assert amounts == [300, 200, 100]
    assert (page["has_more"], rest["has_more"]) == (True, False)
    assert shop.get("events", **{"created[gt]": 1_800_000_000})["data"] == []


def test_an_authorisation_nobody_captures_expires(sim: Harness, shop: StripeMerchant) -> None:
    intent = shop.pay(1000, capture_method="manual").json()
    path = f"/stripe/payment_intents/{intent['id']}/expire"
    assert sim.control("POST", path)["cancellation_reason"] == "automatic"
    assert shop.event_types()[-2:] == ["charge.expired", "payment_intent.canceled"]
