"""Hits of one tenant's signing secrets in the table."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record, record_of, required
from orderloom.adapters.dynamodb.stored import moment
from orderloom.adapters.dynamodb.table import Table
from orderloom.ports.secret_hits import Hits, SecretHits

KEPT = timedelta(days=90)


class SecretHitsRecord(Record):
    """How often one signing secret was used. Gone when it was not for 90 days."""

    counted = WholeNumber()
    last_at = UnicodeAttribute()
    expires_at = WholeNumber()


class DynamoSecretHits(SecretHits):
    """Single writes of one unit: nothing hangs on their being exact."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def add(self, provider: str, secret_id: str, count: int, at: datetime) -> int:
        changes = [
            SecretHitsRecord.counted.add(count),
            SecretHitsRecord.last_at.set(moment(at)),
            SecretHitsRecord.expires_at.set(int((at + KEPT).timestamp())),
        ]
        key = keys.secret_hits(self.tenant_id, provider, secret_id)
        return int(self._table.update(key, changes)["counted"]["N"])

    def of(self, provider: str) -> Mapping[str, Hits]:
        found = self._table.query(keys.secret_hits_partition(self.tenant_id, provider))
        records = [record_of(SecretHitsRecord, item) for item in found]
        return {
            record.SK: Hits(record.counted, datetime.fromisoformat(required(record, "last_at")))
            for record in records
        }
