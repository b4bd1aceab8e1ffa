"""Between which places goods are declared."""

from dataclasses import replace

import pytest
from orderloom.adapters.customs import needs_customs
from orderloom.domain.ordered import Address

from tests.builders.shipments import a_shipment


def at(country: str, postal_code: str | None = None) -> Address:
    return Address(name="N", line1="1", city="C", postal_code=postal_code, country=country)


@pytest.mark.parametrize(
    ("origin", "goal", "declared"),
    [
        (at("US"), at("US"), False),
        (at("US"), at("PR"), False),
        (at("US"), at("CA"), True),
        (at("DE", "10115"), at("FR", "75001"), False),
        (at("FR"), at("MC"), False),
        (at("DE", "10115"), at("GB"), True),
        (at("DE", "10115"), at("CH"), True),
        (at("ES", "28001"), at("ES", "38001"), True),
        (at("ES", "35001"), at("ES", "35002"), False),
        (at("FI", "00100"), at("FI", "22100"), True),
        (at("IT", "00100"), at("IT", "23041"), True),
        (at("DE", "10115"), at("DE", "78266"), True),
        (at("GR", "630 86"), at("GR", "10431"), True),
    ],
)
def test_goods_are_declared_between_customs_areas(
    origin: Address, goal: Address, *, declared: bool
) -> None:
    shipment = a_shipment()
    there = replace(shipment, ship_from=origin, ship_to=goal)
    back = replace(shipment, ship_from=goal, ship_to=origin)
    assert (needs_customs(there), needs_customs(back)) == (declared, declared)
