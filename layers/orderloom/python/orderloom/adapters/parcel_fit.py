"""Checking parcels before a carrier is asked: it would refuse them, but not name our field."""

from collections.abc import Iterator
from decimal import Decimal

from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Parcel, Shipment

_SIDES = ("length_mm", "width_mm", "height_mm")


def check_parcels(shipment: Shipment, *, carrier: str, most: int, heaviest_grams: int) -> None:
    """At least one parcel, at most `most`, each of some weight. Raises ShipmentUnfit."""
    if not 1 <= len(shipment.parcels) <= most:
        raise ShipmentUnfit(carrier, "parcels", f"not between 1 and {most}")
    for position, parcel in enumerate(shipment.parcels):
        where = f"parcels.{position}"
        if not 0 < parcel.weight_grams <= heaviest_grams:
            limit = f"not between 0 and {heaviest_grams} g"
            raise ShipmentUnfit(carrier, f"{where}.weight_grams", limit)
        for name in _SIDES:
            side = getattr(parcel, name)
            if side is not None and side <= 0:
                raise ShipmentUnfit(carrier, f"{where}.{name}", "not above zero")


def sides_mm(parcel: Parcel) -> tuple[int, int, int] | None:
    """Length, width, height; None where one is unknown: carriers take all three or none."""
    known = tuple(_known(parcel))
    return (known[0], known[1], known[2]) if len(known) == len(_SIDES) else None


def _known(parcel: Parcel) -> Iterator[int]:
    for name in _SIDES:
        side = getattr(parcel, name)
        if side is not None:
            yield side


def json_number(value: Decimal) -> float | int:
    """JSON has no decimals of its own: so few digits survive as a float, digit by digit."""
    return int(value) if value == value.to_integral_value() else float(value)
