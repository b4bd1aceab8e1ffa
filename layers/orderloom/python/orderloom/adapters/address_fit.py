"""Fitting an address into a carrier's fields: split between words or refused, never cut."""

import textwrap
from dataclasses import dataclass

from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit


@dataclass(frozen=True)
class AddressLimits:
    """Most characters of each field at one carrier; `lines` street lines of `line` each."""

    name: int
    line: int
    lines: int
    city: int
    postal_code: int = 16
    phone: int = 35


def street_lines(
    address: Address, limits: AddressLimits, *, carrier: str, where: str
) -> tuple[str, ...]:
    """The street in as many lines as it takes, after checking the other fields.

    `where` is `ship_from` or `ship_to`. Raises ShipmentUnfit, naming the field.
    """
    checked = {
        "name": (address.name, limits.name),
        "city": (address.city, limits.city),
        "postal_code": (address.postal_code or "", limits.postal_code),
        "phone": (address.phone or "", limits.phone),
    }
    for field, (value, most) in checked.items():
        if len(value) > most:
            raise ShipmentUnfit(carrier, f"{where}.{field}", f"more than {most} characters")
    given = {"line1": address.line1, "line2": address.line2 or ""}
    lines: list[str] = []
    for field, text in given.items():
        for line in textwrap.wrap(text, limits.line, break_long_words=False):
            if len(line) > limits.line or len(lines) == limits.lines:
                room = f"does not fit {limits.lines} lines of {limits.line} characters"
                raise ShipmentUnfit(carrier, f"{where}.{field}", room)
            lines.append(line)
    return tuple(lines)
