"""A merchant asks carriers what they would take, and ships by what it chose."""

import pytest
import requests

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.world import ADDRESS, Merchant, World

QUESTION = {
    "ship_to": ADDRESS,
    "parcels": [{"weight": {"value": 2, "unit": "kg"}}, {"weight": {"value": 24, "unit": "oz"}}],
    "currency": "USD",
}


def dearest(quote: JsonObject) -> JsonObject:
    found: JsonObject = max(quote["offers"], key=lambda offer: offer["amount"])
    return found


def test_an_order_ships_by_the_offer_it_was_placed_with(world: World, merchant: Merchant) -> None:
    quote = merchant.api.rates(QUESTION)
    (carrier,) = quote["carriers"]
    assert (carrier["account"], carrier["outcome"]) == ("shipstation", "offered")
    wanted = dearest(quote)
    assert wanted["offer"] != quote["chosen"]
    assert merchant.api.rates(QUESTION)["quote_id"] == quote["quote_id"]
    shipping = {"quote_id": quote["quote_id"], "offer": wanted["offer"]}
    order = merchant.labelled(shipping=shipping)
    assert order["fulfilment"]["service"] == wanted["service"]
    assert order["fulfilment"]["cost"] == wanted["amount"]
    (bought,) = [e for e in merchant.events(order["id"]) if e["type"] == "label.purchased"]
    assert bought["data"]["chosen_by"] == quote["quote_id"]
    assert bought["data"]["alternatives"]

    link = merchant.api.label(order["id"])
    assert requests.get(link["url"], timeout=10).content.startswith(b"%PDF")
    tampered = requests.get(link["url"].replace(merchant.tenant_id, "shop-x"), timeout=10)
    assert tampered.status_code in {403, 404}
    assert world.labels(merchant)["labels"]["count"] == 1


def test_quotes_of_others_are_none(world: World, merchant: Merchant) -> None:
    theirs = merchant.api.rates(QUESTION)["quote_id"]
    rival = world.merchant()
    with pytest.raises(ApiRefusedError) as refusal:
        rival.place(shipping={"quote_id": theirs, "offer": 1})
    assert (refusal.value.status, refusal.value.slug) == (422, "validation-failed")
