"""The base of every record: an item's shape, with no table bound to it.

A record knows how its attributes are stored; which table (and whose credentials) it goes to
is the `Table`'s affair, so one class serves pooled and isolated tenants at once.
"""

from typing import Any, TypeVar

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from orderloom.errors import CorruptRecord
from orderloom.keys import Key

Item = dict[str, dict[str, Any]]
"""An item as DynamoDB writes it, in answers and in its stream."""

R = TypeVar("R", bound="Record")


class Record(Model):
    """One item. Keys come from `orderloom.keys` only."""

    PK = UnicodeAttribute(hash_key=True)
    SK = UnicodeAttribute(range_key=True)

    @property
    def key(self) -> Key:
        return Key(self.PK, self.SK)


def record_of(record: type[R], item: Item) -> R:
    """An item as a record. Raises CorruptRecord: an attribute is of another type."""
    try:
        return record.from_raw_data(item)
    except (TypeError, ValueError, KeyError, AttributeError):
        # Not `from` it: such texts repeat the value, which may be personal.
        raise CorruptRecord(key_text(item), _ill_typed(record, item)) from None


def required(record: Record, name: str) -> str:
    """A text attribute that must be there. Raises CorruptRecord."""
    value = record.attribute_values.get(name)
    if not isinstance(value, str):
        raise CorruptRecord("/".join(record.key), name)
    return value


def key_text(item: Item) -> str:
    return "/".join(str(item.get(name, {}).get("S", "?")) for name in ("PK", "SK"))


def _ill_typed(record: type[Record], item: Item) -> str:
    for name, attribute in record.get_attributes().items():
        try:
            if name in item:
                attribute.deserialize(attribute.get_value(item[name]))
        except (TypeError, ValueError, KeyError, AttributeError):
            return name
    return "?"
