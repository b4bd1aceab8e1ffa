"""Where USPS goes, and addresses in its fields. Raises ShipmentUnfit, naming our field."""

import re

from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.adapters.provider_http import Answer
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit

_CARRIER = "usps"
_LIMITS = AddressLimits(name=50, line=50, lines=2, city=28, postal_code=10)
_STATE = re.compile(
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MO|MS|MT|NC|ND|NE"
    "|NH|NJ|NM|NV|NY|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY"
)
_WITH_CUSTOMS_FORM = frozenset({"AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PW", "VI"})
_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?")
_PHONE = re.compile(r"\+?[1-9]\d{7,14}|\d{6,15}")


def is_served(address: Address) -> bool:
    """Military addresses and the far territories want a customs form, which is not made here."""
    return address.country in {"US", "PR"} and _state(address) not in _WITH_CUSTOMS_FORM


def zip_code(address: Address, where: str) -> tuple[str, str | None]:
    """The five digits, and the four after them where they are given."""
    found = _ZIP.fullmatch((address.postal_code or "").strip())
    if found is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.postal_code", "not a ZIP code")
    return found[1], found[2]


def address_document(address: Address, where: str) -> Answer:
    first_five, last_four = zip_code(address, where)
    lines = street_lines(address, _LIMITS, carrier=_CARRIER, where=where)
    if not address.line1.strip():
        raise ShipmentUnfit(_CARRIER, f"{where}.line1", "empty")
    if _STATE.fullmatch(_state(address)) is None:
        raise ShipmentUnfit(_CARRIER, f"{where}.state", "not the two letters of a state")
    document = {
        **_addressee(address.name),
        "streetAddress": lines[0],
        "secondaryAddress": " ".join(lines[1:]),
        "city": address.city,
        "state": _state(address),
        "ZIPCode": first_five,
        "ZIPPlus4": last_four,
        "phone": _phone(address.phone or ""),
        # Shoppers' addresses are not in USPS's book down to the apartment; the label says where.
        "ignoreBadAddress": True,
    }
    return {name: value for name, value in document.items() if value}


def _addressee(name: str) -> Answer:
    """A person has two names there; whoever has one is a firm."""
    first, _, last = name.strip().rpartition(" ")
    return {"firstName": first, "lastName": last} if first else {"firm": last}


def _state(address: Address) -> str:
    return "PR" if address.country == "PR" else (address.state or "").strip().upper()


def _phone(phone: str) -> str | None:
    """Left out where it is none USPS would take: no label needs it."""
    digits = re.sub(r"[\s().-]", "", phone)
    return digits if _PHONE.fullmatch(digits) else None
