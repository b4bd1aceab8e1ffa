"""Couriers with made-up tariffs in paise."""

import math
from dataclasses import dataclass

from simulator.json_types import JsonObject


@dataclass(frozen=True)
class Courier:
    """`id` is the courier company's; prices go by started half kilograms."""

    id: int
    name: str
    base_paise: int
    half_kilo_paise: int
    days: int

    def paise(self, kilograms: float) -> int:
        return self.base_paise + self.half_kilo_paise * math.ceil(kilograms * 2)

    def describe(self, kilograms: float) -> JsonObject:
        """Numbers as text, as many of theirs are."""
        rupees = f"{self.paise(kilograms) / 100:.2f}"
        return {
            "courier_company_id": self.id,
            "courier_name": self.name,
            "rate": rupees,
            "freight_charge": rupees,
            "estimated_delivery_days": str(self.days),
            "blocked": 0,
        }


COURIERS = {
    courier.id: courier
    for courier in (
        Courier(142, "Amazon Surface", 3050, 1500, 4),
        Courier(51, "Xpressbees Surface", 2900, 1600, 5),
        Courier(2, "Delhivery Air", 5200, 3100, 2),
    )
}
UNSERVED = "79"
"""No courier goes to PIN codes that begin so."""
