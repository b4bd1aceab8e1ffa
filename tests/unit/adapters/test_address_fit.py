"""Addresses that are too long for a carrier: split or refused, never cut."""

import pytest
from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit

LIMITS = AddressLimits(name=10, line=12, lines=3, city=8)
AT = Address(name="Ada", line1="1 Quay", city="Oslo", postal_code="0150", country="NO")


def lines(**changes: str) -> tuple[str, ...]:
    address = AT.model_copy(update=changes)
    return street_lines(address, LIMITS, carrier="ups", where="ship_to")


def test_a_long_street_is_split_between_words() -> None:
    split = lines(line1="12 Rue du Faubourg", line2="Étage 4")
    assert split == ("12 Rue du", "Faubourg", "Étage 4")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"line1": "Donaudampfschifffahrtsweg 1"}, "ship_to.line1"),
        ({"line2": "one two three four five six seven eight"}, "ship_to.line2"),
        ({"name": "Ada Augusta Byron"}, "ship_to.name"),
        ({"city": "Llanfairpwll"}, "ship_to.city"),
        ({"postal_code": "0" * 17}, "ship_to.postal_code"),
        ({"phone": "1" * 36}, "ship_to.phone"),
    ],
)
def test_what_does_not_fit_is_named_and_not_repeated(changes: dict[str, str], field: str) -> None:
    with pytest.raises(ShipmentUnfit) as raised:
        lines(**changes)
    assert raised.value.field == field
    assert not any(value in str(raised.value) for value in changes.values())


def test_every_word_survives() -> None:
    street = "1 Second Line of it all"
    assert " ".join(lines(line1=street)) == street
