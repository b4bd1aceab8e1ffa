"""Write conditions by name, to be composed with & and |."""

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from orderloom.adapters.dynamodb.record import Record


def absent() -> Condition:
    """Nothing is stored under this key."""
    return Record.PK.does_not_exist()


def present() -> Condition:
    return Record.PK.exists()


def still_at(version: int) -> Condition:
    """Nobody committed since this version was read."""
    return Path("version") == version


def expired(now: datetime) -> Condition:
    """Past its time to live: DynamoDB deletes such items days later."""
    return Path("expires_at") <= int(now.timestamp())


def fewer_list_shards_than(shards: int) -> Condition:
    return Path("order_list_shards") < shards


def belongs_to(order_id: str) -> Condition:
    return Path("order_id") == order_id


def sorts_below(sort_key: str) -> Condition:
    return Path("SK") < sort_key


def listed_after(sort_key: str) -> Condition:
    """Behind a position in the list that shares the order list's index."""
    return Path("OLSK") > sort_key


def sorts_within(first: str, last: str) -> Condition:
    return Path("SK").between(first, last)


def at_least(units: int) -> Condition:
    return Path("available") >= units


def exactly(units: int) -> Condition:
    return Path("available") == units
