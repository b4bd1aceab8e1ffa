"""Addresses in DHL's fields. Raises ShipmentUnfit, naming our field."""

import re

from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.adapters.provider_http import Answer
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit

_CARRIER = "dhl"
_LIMITS = AddressLimits(name=100, line=45, lines=3, city=45, postal_code=12, phone=70)
_WITH_STATES = frozenset({"US", "CA"})
_FEWEST_DIGITS = 5


def postal_address(address: Address, where: str) -> Answer:
    """An empty postal code says that a place has none."""
    lines = street_lines(address, _LIMITS, carrier=_CARRIER, where=where)
    if not lines:
        raise ShipmentUnfit(_CARRIER, f"{where}.line1", "empty")
    document = {
        "postalCode": address.postal_code or "",
        "cityName": address.city,
        "countryCode": address.country,
    }
    if address.country in _WITH_STATES:
        document["provinceCode"] = _state(address, where)
    named = {f"addressLine{number}": line for number, line in enumerate(lines, start=1)}
    return {**document, **named}


def contact(address: Address, where: str) -> Answer:
    phone = (address.phone or "").strip()
    if len(re.findall(r"\d", phone)) < _FEWEST_DIGITS:
        raise ShipmentUnfit(_CARRIER, f"{where}.phone", "DHL delivers to nobody it cannot call")
    return {"fullName": address.name, "companyName": address.name, "phone": phone}


def _state(address: Address, where: str) -> str:
    state = (address.state or "").strip().upper()
    if re.fullmatch("[A-Z]{2}", state) is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.state", "not the two letters of a state")
    return state
