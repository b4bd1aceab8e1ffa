"""What of an order's items is personal, and what stands there afterwards."""

from typing import Final

from orderloom.adapters.dynamodb.head_format import DESCRIPTION_OF_SCAN
from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.ordered import Address, Customer

from orderloom_cli.tenancy.items import Item

_NOBODY: Final = Customer(email="erased@erased.invalid", name="erased")
_ERASED: Final = {"S": _NOBODY.name}
_CUSTOMER: Final = {"M": {"email": {"S": _NOBODY.email}, "name": _ERASED}}
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
    if item["SK"]["S"] == "ORDER":
        return _head(item)
    data = item.get("data", {}).get("M", {})
    if not data.keys() & set(_FREE_TEXT):
        return item
    clean = {name: _ERASED if name in _FREE_TEXT else value for name, value in data.items()}
    return {**item, "data": {"M": clean}}


def _head(item: Item) -> Item:
    """What the scans it keeps say of the parcel."""
    scans = item.get("scans", {}).get("L", [])
    if not scans:
        return item
    clean = [{"M": {**scan["M"], DESCRIPTION_OF_SCAN: _ERASED}} for scan in scans]
    return {**item, "scans": {"L": clean}}


def redact_archived(archived: ArchivedOrder) -> ArchivedOrder:
    """The same of an archived order, which has the same in another form."""
    placed = archived.placed
    nowhere = Address(
        name=_NOBODY.name, line1=_NOBODY.name, city=_NOBODY.name, country=placed.ship_to.country
    )
    events = tuple(
        event.model_copy(
            update={
                "data": {
                    name: _NOBODY.name if name in _FREE_TEXT else value
                    for name, value in event.data.items()
                }
            }
        )
        for event in archived.events
    )
    forgotten = placed.model_copy(update={"customer": _NOBODY, "ship_to": nowhere})
    return archived.model_copy(update={"placed": forgotten, "events": events})
