"""What customs want to know of a shipment, and when they want to know anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from orderloom.adapters.money import to_major_units
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import LabelFormat, Shipment

_EUROPEAN_UNION = re.compile(
    "AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MC|MT|NL|PL|PT|RO|SE|SI|SK"
)
_UNITED_STATES = frozenset({"US", "PR"})
# Territories of these countries outside the union's customs or tax area, by postal code:
# Ceuta, Melilla and the Canaries, Åland, Livigno, Büsingen and Heligoland, Athos.
_OUTSIDE = {
    "ES": ("35", "38", "51", "52"),
    "FI": ("22",),
    "IT": ("23041",),
    "DE": ("78266", "27498"),
    "GR": ("63086",),
}


@dataclass(frozen=True)
class DeclaredItem:
    """A line of a customs declaration, in major units of the shipment's currency and grams."""

    description: str
    quantity: int
    unit_price: Decimal
    unit_weight_grams: int
    made_in: str

    @property
    def price(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def weight_grams(self) -> int:
        return self.unit_weight_grams * self.quantity


def needs_customs(shipment: Shipment) -> bool:
    """Whether goods are declared between these addresses."""
    areas = {_customs_area(shipment.ship_from), _customs_area(shipment.ship_to)}
    return len(areas) > 1


def declared_items(
    shipment: Shipment, *, carrier: str, made_in: str, longest: int
) -> tuple[DeclaredItem, ...]:
    """`made_in`: ISO country of the merchant's goods; what is not known is not made up.

    `longest`: characters of a description; a longer one is cut, unlike an address.
    Raises ShipmentUnfit, naming what cannot be declared.
    """
    if not shipment.contents:
        raise ShipmentUnfit(carrier, "contents", "customs want to know them")
    if shipment.label_format is not LabelFormat.PDF:
        raise ShipmentUnfit(carrier, "label_format", "customs papers are PDF only")
    if not made_in:
        raise ShipmentUnfit(carrier, "contents.0.made_in", "the account does not say")
    return tuple(_items(shipment, carrier, made_in, longest))


def _items(shipment: Shipment, carrier: str, made_in: str, longest: int) -> Iterator[DeclaredItem]:
    for position, content in enumerate(shipment.contents):
        wanted = {
            "quantity": content.quantity,
            "unit_value": content.unit_value,
            "unit_weight_grams": content.unit_weight_grams,
        }
        for field, value in wanted.items():
            if value <= 0:
                raise ShipmentUnfit(carrier, f"contents.{position}.{field}", "not above zero")
        description = " ".join(content.description.split())
        if not description:
            raise ShipmentUnfit(carrier, f"contents.{position}.description", "empty")
        yield DeclaredItem(
            description[:longest].rstrip(),
            content.quantity,
            to_major_units(content.unit_value, shipment.currency),
            content.unit_weight_grams,
            made_in,
        )


def _customs_area(address: Address) -> str:
    postal_code = (address.postal_code or "").replace(" ", "")
    if address.country in _UNITED_STATES:
        return "US"
    if _EUROPEAN_UNION.fullmatch(address.country) is None:
        return address.country
    if postal_code.startswith(_OUTSIDE.get(address.country, ())):
        return f"{address.country} {postal_code[:2]}"
    return "EU"
