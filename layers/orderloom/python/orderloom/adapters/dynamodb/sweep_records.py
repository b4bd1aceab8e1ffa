"""What the gap sweep keeps. Hours and missed events expire; the states stay."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import Document, WholeNumber
from orderloom.adapters.dynamodb.record import Record


class SweepStateRecord(Record):
    """How far one book of a connection is read."""

    provider = UnicodeAttribute()
    book = UnicodeAttribute()
    watermark = UnicodeAttribute(null=True)
    run = Document(null=True)
    delivered = WholeNumber(null=True)
    missing = WholeNumber(null=True)
    version = WholeNumber()


class SweepHourRecord(Record):
    """How many events of an hour had arrived."""

    delivered = WholeNumber()
    expires_at = WholeNumber()


class MissedEventRecord(Record):
    """An event found missing, and what became of it."""

    provider = UnicodeAttribute()
    book = UnicodeAttribute()
    event_id = UnicodeAttribute()
    event_type = UnicodeAttribute()
    occurred_at = UnicodeAttribute()
    found_at = UnicodeAttribute()
    outcome = UnicodeAttribute(null=True)
    expires_at = WholeNumber()
