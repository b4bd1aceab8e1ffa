"""What is counted by the minute. All of it expires."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record


class RateRecord(Record):
    """Orders, or reservations of a SKU, of one minute."""

    counted = WholeNumber()
    expires_at = WholeNumber()


class ContentionRecord(Record):
    """That writers gave up; inserted once a minute, which the stream tells of."""

    tenant_id = UnicodeAttribute()
    sku = UnicodeAttribute(null=True)
    shards = WholeNumber()
    expires_at = WholeNumber()
