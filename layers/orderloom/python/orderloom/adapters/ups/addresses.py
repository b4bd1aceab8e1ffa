"""Addresses in UPS's fields. Raises ShipmentUnfit, naming our field."""

import re

from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.adapters.provider_http import Answer
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit

_CARRIER = "ups"
_LIMITS = AddressLimits(name=35, line=35, lines=3, city=30)
_NORTH_AMERICAN = frozenset({"US", "CA", "PR", "VI"})
_STATE = {"US": re.compile("[A-Z]{2}"), "CA": re.compile("[A-Z]{2}")}
_POSTAL_CODE = {
    "US": re.compile(r"\d{5}(\d{4})?"),
    "PR": re.compile(r"\d{5}(\d{4})?"),
    "CA": re.compile(r"[A-Z]\d[A-Z]\d[A-Z]\d"),
}
_ANY_POSTAL_CODE = re.compile("[A-Z0-9]{0,9}")


def party(address: Address, where: str, *, calls_needed: bool) -> Answer:
    """Who and where. `calls_needed`: UPS wants a telephone number, as for all that crosses."""
    document: Answer = {
        "Name": address.name,
        "AttentionName": address.name,
        "Address": place(address, where),
    }
    phone = _phone(address)
    if phone:
        document["Phone"] = {"Number": phone}
    elif calls_needed:
        raise ShipmentUnfit(_CARRIER, f"{where}.phone", "no number UPS takes")
    return document


def place(address: Address, where: str) -> Answer:
    lines = street_lines(address, _LIMITS, carrier=_CARRIER, where=where)
    if not lines:
        raise ShipmentUnfit(_CARRIER, f"{where}.line1", "empty")
    fields = {
        "AddressLine": list(lines),
        "City": address.city,
        "StateProvinceCode": _state(address, where),
        "PostalCode": _postal_code(address, where),
        "CountryCode": address.country,
    }
    return {name: value for name, value in fields.items() if value}


def _state(address: Address, where: str) -> str:
    """Where UPS has states of two letters; elsewhere it does without."""
    wanted = _STATE.get(address.country)
    state = (address.state or "").strip().upper()
    if wanted is not None and wanted.fullmatch(state) is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.state", "not the two letters of a state")
    return state if wanted else ""


def _postal_code(address: Address, where: str) -> str:
    code = re.sub("[ -]", "", address.postal_code or "").upper()
    if _POSTAL_CODE.get(address.country, _ANY_POSTAL_CODE).fullmatch(code) is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.postal_code", "not one of its country's")
    return code


def _phone(address: Address) -> str:
    """Digits; empty where there are none UPS would take."""
    digits = re.sub(r"\D", "", address.phone or "")
    if address.country in _NORTH_AMERICAN:
        found = re.fullmatch(r"1?(\d{10})", digits)
        return found[1] if found else ""
    return digits if 1 <= len(digits) <= 15 else ""  # noqa: PLR2004 - UPS's limit
