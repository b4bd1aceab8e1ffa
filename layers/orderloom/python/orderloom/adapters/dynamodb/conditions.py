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


def belongs_to(order_id: str) -> Condition:
    return Path("order_id") == order_id


def listed_before(position: str) -> Condition:
    """Further down an index of orders."""
    return Path("OLSK") < position


def returned_at_most(times: int) -> Condition:
    """The item did not come back from the archive after the order's `times`th return."""
    condition: Condition = Path("restored").does_not_exist() | (Path("restored") <= times)
    return condition


def holds(token: str) -> Condition:
    return Path("token") == token


def sorts_below(sort_key: str) -> Condition:
    return Path("SK") < sort_key


def at_least(units: int) -> Condition:
    return Path("available") >= units


def exactly(units: int) -> Condition:
    return Path("available") == units
