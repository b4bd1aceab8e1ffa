"""Message bodies that may be shown: no secrets, no personal data."""

import json
import re

MASK = "•••"

# Names whose values are a person's, or open something. Whole names, lower case.
_NAMES = """
    address address_line1 address_line2 address_line3 address_residential_indicator api_key
    authorization billing_details card city city_locality client_secret company company_name
    company_area cvc customer_email email first_name fingerprint headers iban ip ip_address last4
    last_name latitude line1 line2 line3 longitude name number password phone phone_number
    postal_code postcode receipt_email receipt_url secret ship_from ship_to shipping signature
    signer state_province street token zip
"""
_PRIVATE = frozenset(_NAMES.split())
_SECRETS = re.compile(
    r"\b(?:sk|rk|pk)_(?:test|live)_\w+|\bwhsec_\w+|\bol[ko]_\w+|\w+_secret_\w+"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)


def masked(value: object) -> object:
    """A copy of a JSON value with private values replaced."""
    match value:
        case dict():
            return {name: _field(name, inner) for name, inner in value.items()}
        case list():
            return [masked(inner) for inner in value]
        case str():
            return _SECRETS.sub(MASK, value)
        case _:
            return value


def masked_body(body: str) -> object:
    """A JSON body masked; of any other body only its size, for nobody can tell what is in it."""
    try:
        return masked(json.loads(body))
    except ValueError:
        return f"{len(body)} characters that are not JSON"


def _field(name: str, value: object) -> object:
    private = name.lower() in _PRIVATE and value not in (None, "", [], {})
    return MASK if private else masked(value)
