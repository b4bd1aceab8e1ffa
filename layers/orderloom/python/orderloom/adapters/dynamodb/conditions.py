"""Write conditions by name, to be composed with & and |."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from orderloom.adapters.dynamodb.record import Record


def move_phase() -> Path:
    """Where a profile keeps how far a move is."""
    return Path(["move", "phase"])


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


def belongs_to(*order_ids: str | None) -> Condition:
    """To one of those that are given."""
    return Path("order_id").is_in(*[order_id for order_id in order_ids if order_id])


def listed_before(position: str) -> Condition:
    """Further down an index of orders."""
    return Path("OLSK") < position


def listed_at(position: str) -> Condition:
    """Where it was seen in the list of parcels."""
    return Path("CUSK") == position


def returned_at_most(times: int) -> Condition:
    """The item did not come back from the archive after the order's `times`th return."""
    condition: Condition = Path("restored").does_not_exist() | (Path("restored") <= times)
    return condition


def holds(token: str) -> Condition:
    return Path("token") == token


def sorts_below(sort_key: str) -> Condition:
    return Path("SK") < sort_key


def sorts_within(first: str, last: str) -> Condition:
    """Both ends included."""
    return Path("SK").between(first, last)


def moves_still(phase: str, frozen_until: str) -> Condition:
    """A tenant's move is where it was seen, in the same freeze."""
    in_phase: Condition = move_phase() == phase
    in_freeze: Condition = Path(["move", "frozen_until"]) == frozen_until
    both: Condition = in_phase & in_freeze
    return both


def at_least(units: int) -> Condition:
    return Path("available") >= units


def listed_after(position: str) -> Condition:
    """Further up a list in an index."""
    return Path("OLSK") > position


def unmoved(moves: int) -> Condition:
    """No units came from, or went to, another counter; a count of 0 is not stored."""
    same = Path("moves") == moves
    return same if moves else Path("moves").does_not_exist() | same


def read_through(moment: str) -> Condition:
    """No other reconciliation went on from there."""
    return Path("through") == moment


def exactly(units: int) -> Condition:
    return Path("available") == units


def not_being_fetched(now_ms: int, seen: str | None) -> Condition:
    """Nobody asks for the next token now, nor put one since `seen` was read."""
    free = Path("fetching_until").does_not_exist() | (Path("fetching_until") <= now_ms)
    token = Path("token_enc")
    same = token.does_not_exist() if seen is None else token == seen
    both: Condition = free & same
    return both


def token_is(sealed: str) -> Condition:
    return Path("token_enc") == sealed


def turn_between(first_ms: int, last_ms: int) -> Condition:
    """The next turn is not before the first and before the last moment."""
    both: Condition = (Path("next_turn") >= first_ms) & (Path("next_turn") < last_ms)
    return both


def no_turns_since(moment_ms: int) -> Condition:
    either: Condition = Path("next_turn").does_not_exist() | (Path("next_turn") < moment_ms)
    return either


def as_attempted(attempt: int, looks: int) -> Condition:
    """Nobody tried, or looked, since; a count of 0 is not stored."""
    looked = Path("looks") == looks
    same_looks = looked if looks else looked | Path("looks").does_not_exist()
    both: Condition = (Path("attempt") == attempt) & same_looks
    return both


def secrets_still(documents: Sequence[Mapping[str, Any]]) -> Condition:
    """Nobody changed a connection's signing secrets since they were read."""
    return Path("signing_secrets") == documents


def health_still(document: Mapping[str, Any] | None) -> Condition:
    """A connection is there, and nobody noted news of its account since it was read."""
    if document is not None:
        return Path("health") == document
    both: Condition = present() & Path("health").does_not_exist()
    return both


def owned_by(tenant_id: str) -> Condition:
    """A connected account's events are still this tenant's."""
    return Path("owner") == tenant_id


def nobody_probes(opened_at: int | None, now: int) -> Condition:
    """An open circuit as it was seen, or one whose prober's time is over (seconds since 1970)."""
    free: Condition = (Path("state") == "OPEN") & Path("half_open_owner").does_not_exist()
    if opened_at is not None:
        free = free & (Path("opened_at") == opened_at)
    lapsed: Condition = (Path("state") == "HALF_OPEN") & (Path("probe_lease_expiry") <= now)
    either: Condition = free | lapsed
    return either


def waits_behind(position: str, last: str) -> Condition:
    """In the attention index behind `position`, up to `last`; no position ends where one begins."""
    between: Condition = Path("ATSK").between(f"{position}0", last)
    return between
