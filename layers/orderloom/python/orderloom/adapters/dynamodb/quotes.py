"""One tenant's quotes in the table, each question in a partition of its own."""

from datetime import timedelta
from itertools import islice

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import Documents, WholeNumber
from orderloom.adapters.dynamodb.record import Record, record_of
from orderloom.adapters.dynamodb.stored import domain_of, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.identifiers import digest_in
from orderloom.domain.quote import Quote
from orderloom.ports.quotes import Quotes

KEPT = timedelta(days=1)
"""After it expired: that it did can be said only of a quote that is known."""


class QuoteRecord(Record):
    """What carriers offered."""

    quote_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    digest = UnicodeAttribute()
    lane = UnicodeAttribute()
    currency = UnicodeAttribute()
    parcels = Documents()
    offers = Documents()
    answers = Documents()
    quoted_at = UnicodeAttribute()
    good_until = UnicodeAttribute()
    expires_at = WholeNumber()


class DynamoQuotes(Quotes):
    """Single writes: a quote concerns no other item."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def save(self, quote: Quote) -> None:
        fields = stored(owned(quote, self.tenant_id))
        key = keys.quote(self.tenant_id, quote.digest, quote.quote_id)
        expires_at = int((quote.good_until + KEPT).timestamp())
        self._table.put(QuoteRecord(*key, expires_at=expires_at, **fields))

    def newest(self, digest: str) -> Quote | None:
        partition = keys.quote_partition(self.tenant_id, digest)
        items = self._table.query(partition, newest_first=True, page_size=1)
        found = (self._quote(record_of(QuoteRecord, item)) for item in islice(items, 1))
        return next(found, None)

    def get(self, quote_id: str) -> Quote | None:
        key = keys.quote(self.tenant_id, digest_in(quote_id), quote_id)
        record = self._table.get(QuoteRecord, key)
        return self._quote(record) if record else None

    def _quote(self, record: QuoteRecord) -> Quote:
        return owned(domain_of(Quote, record), self.tenant_id)
