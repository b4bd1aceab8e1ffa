"""What of an order's items is personal, and what stands there afterwards."""

from typing import Final

from orderloom_cli.tenancy.items import Item

_ERASED: Final = {"S": "erased"}
_CUSTOMER: Final = {"M": {"email": {"S": "erased@erased.invalid"}, "name": _ERASED}}
_FREE_TEXT: Final = ("description", "detail")
"""Of events: what a provider wrote, such as who signed for a parcel."""


def redact(item: Item) -> Item:
    """The item without personal data; the same item if it has none."""
    if item["SK"]["S"] == "PLACED":
        country = item["ship_to"]["M"]["country"]
        address = {"name": _ERASED, "line1": _ERASED, "city": _ERASED, "country": country}
        # Nor does the list of the customer's orders name them any more.
        kept = {name: value for name, value in item.items() if name not in {"CUPK", "CUSK"}}
        return {**kept, "customer": _CUSTOMER, "ship_to": {"M": address}}
    data = item.get("data", {}).get("M", {})
    if not data.keys() & set(_FREE_TEXT):
        return item
    clean = {name: _ERASED if name in _FREE_TEXT else value for name, value in data.items()}
    return {**item, "data": {"M": clean}}
