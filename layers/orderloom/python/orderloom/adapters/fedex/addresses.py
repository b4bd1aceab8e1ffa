"""Addresses in FedEx's fields. Raises ShipmentUnfit, naming our field."""

import re

from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.adapters.provider_http import Answer
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit

_CARRIER = "fedex"
# FedEx drops what goes beyond three lines.
_LIMITS = AddressLimits(name=70, line=35, lines=3, city=35, postal_code=10)
_WITH_STATES = frozenset({"US", "CA", "PR"})
_PHONE_DIGITS = range(10, 16)
_NORTH_AMERICAN = re.compile(r"1?(\d{10})")


def party(address: Address, where: str) -> Answer:
    """Who and where, for a label."""
    lines = street_lines(address, _LIMITS, carrier=_CARRIER, where=where)
    if not lines:
        raise ShipmentUnfit(_CARRIER, f"{where}.line1", "empty")
    return {
        "contact": {"personName": address.name, "phoneNumber": _phone(address, where)},
        "address": {"streetLines": list(lines), "city": address.city, **_place(address, where)},
    }


def rated_place(address: Address, where: str) -> Answer:
    """Where, for a price: their document wants a postal code even where there is none."""
    party(address, where)  # what no label can be bought for is not priced
    place = {"postalCode": "", **_place(address, where)}
    return {"address": {"city": address.city, **place}}


def _place(address: Address, where: str) -> Answer:
    place = {"countryCode": address.country}
    if address.postal_code:
        place["postalCode"] = address.postal_code
    if address.country in _WITH_STATES:
        place["stateOrProvinceCode"] = _state(address, where)
    return place


def _state(address: Address, where: str) -> str:
    state = "PR" if address.country == "PR" else (address.state or "").strip().upper()
    if re.fullmatch("[A-Z]{2}", state) is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.state", "not the two letters of a state")
    return state


def _phone(address: Address, where: str) -> str:
    digits = re.sub(r"\D", "", address.phone or "")
    if address.country in _WITH_STATES:
        found = _NORTH_AMERICAN.fullmatch(digits)
        if found is not None:
            return found[1]
    elif len(digits) in _PHONE_DIGITS:
        return digits
    raise ShipmentUnfit(_CARRIER, f"{where}.phone", "not 10 to 15 digits")
