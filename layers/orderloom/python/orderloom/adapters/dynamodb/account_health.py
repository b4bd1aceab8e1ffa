"""The health of accounts is what their circuits say."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from orderloom import keys
from orderloom.adapters.dynamodb.breaker_store import CircuitRecord
from orderloom.adapters.dynamodb.table import Table
from orderloom.ports.account_health import AccountHealth, Condition, Health

_HEALTH = {"OPEN": Health.PAUSED, "HALF_OPEN": Health.TRIED}


class DynamoAccountHealth(AccountHealth):
    """Made for one tenant. A circuit that never opened has no item."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self._table = table
        self._tenant_id = tenant_id

    def of(self, accounts: Sequence[str]) -> Mapping[str, Condition]:
        wanted = {account: keys.circuit(self._tenant_id, account) for account in accounts}
        found = self._table.get_all(CircuitRecord, list(wanted.values()))
        return {account: _condition(found.get(key)) for account, key in wanted.items()}


def _condition(circuit: CircuitRecord | None) -> Condition:
    if circuit is None or circuit.state not in _HEALTH:
        return Condition(Health.WELL)
    opened: int | None = circuit.attribute_values.get("opened_at")
    since = None if opened is None else datetime.fromtimestamp(opened, UTC)
    return Condition(_HEALTH[circuit.state], since)
