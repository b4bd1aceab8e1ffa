"""One tenant's unclaimed webhooks in the table."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record, record_of
from orderloom.adapters.dynamodb.stored import domain_of, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.ports.clock import Clock
from orderloom.ports.unclaimed import UnclaimedEvents

KEPT = timedelta(days=400)
"""Longer than any provider lets one dispute a payment or ask for an event."""


class UnclaimedRecord(Record):
    """A webhook that expired while it was parked."""

    tenant_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    object_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    received_at = UnicodeAttribute()
    expires_at = WholeNumber()


class DynamoUnclaimedEvents(UnclaimedEvents):
    """Made for one tenant: `DynamoUnclaimedEvents(table, tenant_id, clock)`."""

    def __init__(self, table: Table, tenant_id: str, clock: Clock) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._clock = clock

    def write(self, event: UnclaimedEvent) -> None:
        known = owned(event, self.tenant_id)
        key = keys.unclaimed_event(
            self.tenant_id, known.received_at, known.provider, known.event_id
        )
        expires_at = int((self._clock.now() + KEPT).timestamp())
        self._table.put(UnclaimedRecord(*key, expires_at=expires_at, **stored(known)))

    def newest(self, limit: int) -> Sequence[UnclaimedEvent]:
        items = self._table.query(
            keys.unclaimed_partition(self.tenant_id), newest_first=True, page_size=limit
        )
        records = (record_of(UnclaimedRecord, item) for item in islice(items, limit))
        return [owned(domain_of(UnclaimedEvent, record), self.tenant_id) for record in records]
