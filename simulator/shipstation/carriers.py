"""The carriers every account has connected, their services and made-up tariffs."""

import math
from dataclasses import dataclass

from simulator.ids import IdFactory
from simulator.json_types import JsonObject

_INTERNATIONAL_ZONE = 10
_INTERNATIONAL_FACTOR = 3
_ZONES = 8


@dataclass(frozen=True)
class Carrier:
    """`number` is the integer carrier id that tracking documents carry."""

    id: str
    code: str
    name: str
    number: int

    def tracking_number(self, ids: IdFactory) -> str:
        match self.code:
            case "ups":
                return f"1Z{ids.digits(16)}"
            case "fedex":
                return ids.digits(12)
            case _:
                return f"9400{ids.digits(18)}"


@dataclass(frozen=True)
class Service:
    """A service with its tariff in US cents and the heaviest shipment it takes in grams."""

    carrier: Carrier
    code: str
    name: str
    base_cents: int
    cents_per_kilogram: int
    days: int
    heaviest_grams: int = 68_000
    guaranteed: bool = False

    def price(self, grams: int, zone: int) -> int:
        """US cents; started kilograms count whole, and abroad costs three times as much."""
        factor = _INTERNATIONAL_FACTOR if zone == _INTERNATIONAL_ZONE else 1
        kilograms = math.ceil(grams / 1000)
        return factor * (self.base_cents + self.cents_per_kilogram * kilograms + 15 * zone)


USPS = Carrier("se-1001", "stamps_com", "USPS", 1)
UPS = Carrier("se-1002", "ups", "UPS", 3)
FEDEX = Carrier("se-1003", "fedex", "FedEx", 2)
CARRIERS = {carrier.id: carrier for carrier in (USPS, UPS, FEDEX)}

SERVICES = (
    Service(USPS, "usps_first_class_mail", "USPS First Class Mail", 420, 110, 4, 454),
    Service(USPS, "usps_priority_mail", "USPS Priority Mail", 780, 190, 2, 31_000),
    Service(UPS, "ups_ground", "UPS Ground", 905, 160, 4),
    Service(UPS, "ups_next_day_air", "UPS Next Day Air", 3850, 620, 1, guaranteed=True),
    Service(FEDEX, "fedex_ground", "FedEx Ground", 890, 165, 4),
    Service(FEDEX, "fedex_2day", "FedEx 2Day", 1995, 410, 2, guaranteed=True),
)


def find_service(carrier_id: str, service_code: str) -> Service | None:
    for service in SERVICES:
        if (service.carrier.id, service.code) == (carrier_id, service_code):
            return service
    return None


def zone(shipment: JsonObject) -> int:
    """1 to 8 by the distance between postal codes, 10 abroad; a warehouse counts as near."""
    origin, goal = shipment.get("ship_from"), shipment["ship_to"]
    if not origin:
        return 1
    if origin["country_code"].upper() != goal["country_code"].upper():
        return _INTERNATIONAL_ZONE
    return 1 + abs(ord(origin["postal_code"][0]) - ord(goal["postal_code"][0])) % _ZONES


def describe_carrier(carrier: Carrier) -> JsonObject:
    services = [
        {
            "carrier_id": carrier.id,
            "carrier_code": carrier.code,
            "service_code": service.code,
            "name": service.name,
            "domestic": True,
            "international": True,
        }
        for service in SERVICES
        if service.carrier == carrier
    ]
    return {
        "carrier_id": carrier.id,
        "carrier_code": carrier.code,
        "account_number": f"test_{carrier.code}",
        "nickname": f"Test {carrier.name}",
        "friendly_name": carrier.name,
        "primary": False,
        "services": services,
    }
