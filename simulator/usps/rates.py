"""Prices: three classes of parcels, beside offers that are not for everybody."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from simulator.json_types import JsonObject
from simulator.usps.calls import UspsCall
from simulator.usps.errors import UspsError

_HEAVIEST_POUNDS = 70
_ZONES = 8


@dataclass(frozen=True)
class Offer:
    """A class with its made-up tariff in cents."""

    mail_class: str
    indicator: str
    base_cents: int
    cents_per_pound: int
    days: int

    def cents(self, pounds: float, zone: int) -> int:
        return self.base_cents + round(self.cents_per_pound * pounds) + 20 * zone


OFFERS = (
    Offer("USPS_GROUND_ADVANTAGE", "SP", 465, 95, 4),
    Offer("PRIORITY_MAIL", "SP", 780, 140, 2),
    Offer("PRIORITY_MAIL_EXPRESS", "PA", 2860, 310, 1),
    Offer("PRIORITY_MAIL", "FB", 1900, 0, 2),  # only in a box of theirs
    Offer("MEDIA_MAIL", "SP", 413, 60, 6),  # only for books
)


def search(call: UspsCall) -> Response:
    pounds = call.need("packageDescription", "weight")
    for side in ("length", "width", "height"):
        call.need("packageDescription", side)
    if not 0 < pounds <= _HEAVIEST_POUNDS:
        raise UspsError("Weight is out of range", parameter="packageDescription.weight")
    origin, goal = call.need("originZIPCode"), call.need("destinationZIPCode")
    options = [_shipping_option(offer, pounds, zone(origin, goal)) for offer in OFFERS]
    pricing = {"shippingOptions": options, "priceType": "COMMERCIAL"}
    codes = {"originZIPCode": origin, "destinationZIPCode": goal}
    return JSONResponse({**codes, "pricingOptions": [pricing]})


def zone(origin: str, goal: str) -> int:
    return 1 + abs(int(origin[0]) - int(goal[0])) % _ZONES


def price(asked: JsonObject) -> int | None:
    """Of what a label request describes; None for what is not sold."""
    package = asked["packageDescription"]
    wanted = (package["mailClass"], package.get("rateIndicator"))
    near = zone(asked["fromAddress"]["ZIPCode"], asked["toAddress"]["ZIPCode"])
    for offer in OFFERS:
        if (offer.mail_class, offer.indicator) == wanted:
            return offer.cents(package["weight"], near)
    return None


def _shipping_option(offer: Offer, pounds: float, near: int) -> JsonObject:
    amount = offer.cents(pounds, near) / 100
    rate = {
        "price": amount,
        "fees": [],
        "zone": f"{near:02}",
        "weight": pounds,
        "priceType": "COMMERCIAL",
        "mailClass": offer.mail_class,
        "processingCategory": "MACHINABLE",
        "rateIndicator": offer.indicator,
        "destinationEntryFacilityType": "NONE",
    }
    option = {
        "commitment": {"name": f"{offer.days} Days", "guaranteedDelivery": False},
        "totalBasePrice": amount,
        "rates": [rate],
        "extraServices": [],
    }
    return {"mailClass": offer.mail_class, "rateOptions": [option]}
