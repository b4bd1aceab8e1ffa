"""The list of all connections, in an index of the platform's table."""

from collections.abc import Sequence
from itertools import islice

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import listed_after
from orderloom.adapters.dynamodb.table import Table
from orderloom.ports.connection_list import Connected, ConnectionList


class DynamoConnectionList(ConnectionList):
    """Read from the keys alone: no connection is opened to be listed."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, shard: int, *, after: str, limit: int) -> Sequence[Connected]:
        items = self._table.query(
            keys.connection_list_partition(shard),
            where=listed_after(after) if after else None,
            index=keys.ORDER_LIST_INDEX,
            page_size=limit,
        )
        return [_connected(item["OLSK"]["S"]) for item in islice(items, limit)]


def _connected(position: str) -> Connected:
    tenant_id, _, provider = position.partition("#")
    return Connected(tenant_id=tenant_id, provider=provider, position=position)
