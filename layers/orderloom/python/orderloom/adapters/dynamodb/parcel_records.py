"""A parcel on its way."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record


class ParcelRecord(Record):
    """Listed by `CUPK` and `CUSK` until nobody asks after it any more."""

    CUPK = UnicodeAttribute(null=True)
    CUSK = UnicodeAttribute(null=True)
    expires_at = WholeNumber()
