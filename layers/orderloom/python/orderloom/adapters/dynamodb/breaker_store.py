"""Circuits in the table: one item for each tenant's account at each provider.

The states, the election of who probes and what happens when the table cannot be had are those of
Powertools' circuit breaker; this is where its state lives. Its own DynamoDB store would go around
the tenant's table and credentials.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from aws_lambda_powertools.utilities.circuit_breaker import CircuitState
from aws_lambda_powertools.utilities.circuit_breaker.persistence.base import (
    CircuitBreakerExistingLockError,
    CircuitBreakerPersistenceLayer,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence.record import CircuitStateRecord
from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.conditions import nobody_probes
from orderloom.adapters.dynamodb.record import Record, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import AlreadyApplied


class CircuitRecord(Record):
    """Moments in seconds since 1970. Gone an hour after the last outage."""

    state = UnicodeAttribute()
    failure_count = WholeNumber()
    opened_at = WholeNumber(null=True)
    half_open_owner = UnicodeAttribute(null=True)
    probe_lease_expiry = WholeNumber(null=True)
    expires_at = WholeNumber()


def circuit_name(tenant_id: str, provider: str) -> str:
    return f"{tenant_id}:{provider}"


class BreakerStore(CircuitBreakerPersistenceLayer):
    """`table_of` gives a tenant's own table; every name is a `circuit_name`."""

    def __init__(self, table_of: Callable[[str], Table]) -> None:
        super().__init__()
        self._table_of = table_of

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        table, key = self._place(name)
        found = table.get(CircuitRecord, key)
        if found is None:
            return None
        return CircuitStateRecord(
            name=name,
            state=CircuitState(required(found, "state")),
            failure_count=found.failure_count,
            opened_at=found.opened_at,
            half_open_owner=found.half_open_owner,
            probe_lease_expiry=found.probe_lease_expiry,
            expiry_timestamp=found.expires_at,
        )

    def _put_record(
        self,
        record: CircuitStateRecord,
        condition: str | None = None,
        expected_opened_at: int | None = None,
    ) -> None:
        """`condition`, where given, is that nobody else probes."""
        table, key = self._place(record.name)
        item = CircuitRecord(
            *key,
            state=record.state.value,
            failure_count=record.failure_count,
            opened_at=record.opened_at,
            half_open_owner=record.half_open_owner,
            probe_lease_expiry=record.probe_lease_expiry,
            expires_at=record.expiry_timestamp,
        )
        if condition is None:
            table.put(item)
            return
        now = int(datetime.now(UTC).timestamp())
        taken = AlreadyApplied(f"{record.name} is probed already")
        try:
            table.put(item, when=nobody_probes(expected_opened_at, now), otherwise=taken)
        except AlreadyApplied as exc:
            raise CircuitBreakerExistingLockError from exc

    def _update_record(self, record: CircuitStateRecord) -> None:
        """Written whole: what the next state has not is thereby removed."""
        self._put_record(record)

    def _place(self, name: str) -> tuple[Table, keys.Key]:
        tenant_id, _, provider = name.partition(":")
        return self._table_of(tenant_id), keys.circuit(tenant_id, provider)
