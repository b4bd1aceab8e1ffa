"""Tenants' profiles in the pooled table, as far as moves go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from orderloom import keys
from orderloom.adapters.dynamodb.stored import moment
from orderloom.domain.placement import POOLED, MovePhase

from orderloom_cli.errors import BusyError, CliError, NoSuchThingError
from orderloom_cli.tenancy.moves import LostMoveError, Move, Whereabouts
from orderloom_cli.tenancy.ports import Claim, Directory

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOMENTS = ("lease_until", "frozen_until")
_AT_HOME = "home = :home"
_AT_POOLED = f"(attribute_not_exists(home) OR {_AT_HOME})"
HOLDS = "#move.#owner = :owner AND #move.phase = :phase"
"""The claim stands: nobody took the move over, no writer ended its freeze."""


def profile_key(tenant_id: str) -> dict[str, Any]:
    pk, sk = keys.tenant_profile(tenant_id)
    return {"PK": {"S": pk}, "SK": {"S": sk}}


def names_of_claim() -> dict[str, str]:
    return {"#move": "move", "#owner": "owner"}


def values_of_claim(claim: Claim) -> dict[str, Any]:
    return {":owner": {"S": claim.move.owner}, ":phase": {"S": claim.move.phase.value}}


class DynamoDirectory(Directory):
    """Of the pooled table `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, tenant_id: str) -> Whereabouts:
        try:
            key = profile_key(tenant_id)
        except ValueError as exc:
            raise NoSuchThingError(f"there is no tenant {tenant_id}") from exc
        answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item: Any = answer.get("Item")
        if item is None:
            raise NoSuchThingError(f"there is no tenant {tenant_id}")
        move = item.get("move")
        return Whereabouts(item.get("home", {"S": POOLED})["S"], _loaded(move) if move else None)

    def begin(self, tenant_id: str, move: Move) -> None:
        values = {":move": _stored(move), ":home": {"S": move.source}}
        at_source = _AT_POOLED if move.source == POOLED else _AT_HOME
        with _or(BusyError(f"{tenant_id} began to move or moved at this very moment")):
            self._update(
                tenant_id,
                "SET #move = :move",
                when=f"attribute_exists(PK) AND attribute_not_exists(#move) AND {at_source}",
                values=values,
            )

    def take(self, tenant_id: str, seen: Move, mine: Move, *, now: datetime) -> None:
        until = seen.lease_until
        busy = BusyError(f"another run moves {tenant_id}, or did until {until:%H:%M:%S} UTC")
        values = {
            **values_of_claim(Claim(tenant_id, seen)),
            ":move": _stored(mine),
            ":now": {"S": moment(now)},
        }
        with _or(busy):
            self._update(
                tenant_id,
                "SET #move = :move",
                when=f"{HOLDS} AND #move.lease_until < :now",
                values=values,
                names={"#owner": "owner"},
            )

    def advance(self, claim: Claim, to: Move, *, home: str | None = None) -> None:
        values = {**values_of_claim(claim), ":move": _stored(to)}
        change = "SET #move = :move"
        if home is not None:
            change += ", home = :home"
            values[":home"] = {"S": home}
        with _or(LostMoveError(claim.tenant_id)):
            self._update(
                claim.tenant_id, change, when=HOLDS, values=values, names={"#owner": "owner"}
            )

    def finish(self, claim: Claim) -> None:
        with _or(LostMoveError(claim.tenant_id)):
            self._update(
                claim.tenant_id,
                "REMOVE #move",
                when=HOLDS,
                values=values_of_claim(claim),
                names={"#owner": "owner"},
            )

    def _update(
        self,
        tenant_id: str,
        change: str,
        *,
        when: str,
        values: dict[str, Any],
        names: dict[str, str] | None = None,
    ) -> None:
        self._client.update_item(
            TableName=self._table,
            Key=profile_key(tenant_id),
            UpdateExpression=change,
            ConditionExpression=when,
            ExpressionAttributeNames={"#move": "move", **(names or {})},
            ExpressionAttributeValues=values,
        )


def _stored(move: Move) -> dict[str, Any]:
    held = {name: value for name, value in asdict(move).items() if value is not None}
    texts = {
        name: moment(value) if isinstance(value, datetime) else str(value)
        for name, value in held.items()
    }
    return {"M": {name: {"S": text} for name, text in texts.items()}}


def _loaded(stored: dict[str, Any]) -> Move:
    texts: dict[str, Any] = {name: value["S"] for name, value in stored["M"].items()}
    known: dict[str, Any] = {it.name: texts[it.name] for it in fields(Move) if it.name in texts}
    for name in _MOMENTS:
        if name in known:
            known[name] = datetime.fromisoformat(known[name])
    return Move(**{**known, "phase": MovePhase(known["phase"])})


@contextmanager
def _or(refusal: CliError) -> Iterator[None]:
    """`refusal` when the condition does not hold.

    A write of ours that was repeated by the SDK after a lost answer is refused as well: the
    run ends, and another goes on from what was stored.
    """
    try:
        yield
    except ClientError as exc:
        if exc.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise refusal from exc
