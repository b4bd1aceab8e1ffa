"""What an order's label is being bought with."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import Document, Documents, WholeNumber
from orderloom.adapters.dynamodb.record import Record


class LabelPurchaseRecord(Record):
    """The newest attempt."""

    order_id = UnicodeAttribute()
    attempt = WholeNumber()
    offer = Document()
    handover = Document(null=True)
    alternatives = Documents(null=True)
    chosen_by = UnicodeAttribute(null=True)
    passed_over = Document(null=True)
    looks = WholeNumber(null=True)
    nothing_bought = UnicodeAttribute(null=True)
    begun_at = UnicodeAttribute(null=True)
    expires_at = WholeNumber()
