from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Harness


def test_partial_refunds_add_up_to_the_captured_amount(shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    first = shop.post("refunds", payment_intent=intent["id"], amount=300).json()
    rest = shop.post("refunds", charge=intent["latest_charge"]).json()
    charge = shop.get(f"charges/{intent['latest_charge']}")

    assert (first["amount"], rest["amount"]) == (300, 700)
    assert (charge["amount_refunded"], charge["refunded"]) == (1000, True)
    assert len(shop.get("refunds", payment_intent=intent["id"])["data"]) == 2
    assert shop.get(f"refunds/{first['id']}")["charge"] == charge["id"]


def test_more_than_the_rest_is_refused(shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    shop.post("refunds", payment_intent=intent["id"], amount=300)
    refused = shop.post("refunds", payment_intent=intent["id"], amount=701)

    assert refused.status_code == 400
    assert refused.json()["error"]["param"] == "amount"


def test_a_refunded_charge_cannot_be_refunded_again(shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    shop.post("refunds", payment_intent=intent["id"])
    refused = shop.post("refunds", payment_intent=intent["id"])

    assert refused.json()["error"]["code"] == "charge_already_refunded"


def test_what_was_not_captured_cannot_be_refunded(shop: StripeMerchant) -> None:
    reserved = shop.pay(1000, capture_method="manual").json()
    unpaid = shop.post("payment_intents", amount=1000, currency="usd").json()

    assert shop.post("refunds", payment_intent=reserved["id"]).status_code == 400
    assert shop.post("refunds", payment_intent=unpaid["id"]).status_code == 400
    shop.post(f"payment_intents/{reserved['id']}/capture", amount_to_capture=400)
    assert shop.post("refunds", payment_intent=reserved["id"], amount=401).status_code == 400
    assert shop.post("refunds", payment_intent=reserved["id"], amount=400).status_code == 200


def test_a_refund_is_announced_under_all_its_names(shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    shop.post("refunds", payment_intent=intent["id"], amount=250, **{"metadata[case]": "7"})

    assert shop.event_types()[3:] == [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
    ]
    event = shop.get("events", type="charge.refunded")["data"][0]
    assert event["data"]["object"]["amount_refunded"] == 250
    assert event["data"]["previous_attributes"] == {"amount_refunded": 0}


def test_events_keep_the_state_of_their_moment(shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    shop.post("refunds", payment_intent=intent["id"])
    event = shop.get("events", type="charge.succeeded")["data"][0]

    assert event["data"]["object"]["amount_refunded"] == 0


def test_the_books_hold_every_sum(sim: Harness, shop: StripeMerchant) -> None:
    intent = shop.pay(1000).json()
    shop.pay(500, card="pm_card_chargeDeclined")
    shop.post("refunds", payment_intent=intent["id"], amount=250)
    books = sim.control("GET", "/books")["stripe"]["sk_test_one"]

    assert books["sums"] == {
        "captured": {"usd": 1000},
        "refunded": {"usd": 250},
        "disputed": {},
        "net": {"usd": 750},
    }
    assert books["intents"]["by_status"] == {"succeeded": 1, "requires_payment_method": 1}
    assert (books["charges"]["count"], books["refunds"]["count"]) == (2, 1)
