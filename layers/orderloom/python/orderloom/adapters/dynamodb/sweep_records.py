"""What the gap sweep keeps. Hours and missed events expire; the states stay."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

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
    """How many events of an hour had arrived, and how many payments were behind in it."""

    delivered = WholeNumber(null=True)
    polled = WholeNumber(null=True)
    expires_at = WholeNumber()


class MissedEventRecord(Record):
    """An event found missing, and what became of it."""

    provider = UnicodeAttribute()
    derived = BooleanAttribute(null=True)
    event_id = UnicodeAttribute()
    event_type = UnicodeAttribute()
    occurred_at = UnicodeAttribute()
    found_at = UnicodeAttribute()
    outcome = UnicodeAttribute(null=True)
    expires_at = WholeNumber()


class PayoutMatchRecord(Record):
    """How far a payout's lines were matched to orders."""

    provider = UnicodeAttribute()
    payout_id = UnicodeAttribute()
    amount = WholeNumber()
    currency = UnicodeAttribute()
    created_at = UnicodeAttribute()
    cursor = UnicodeAttribute(null=True)
    done = BooleanAttribute(null=True)
    lines = WholeNumber(null=True)
    net = WholeNumber(null=True)
    matched = WholeNumber(null=True)
    matched_net = WholeNumber(null=True)
    version = WholeNumber()
