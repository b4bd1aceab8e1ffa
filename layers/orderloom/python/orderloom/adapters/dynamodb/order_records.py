"""Items of one order, and what leads to it."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import Document, Documents, WholeNumber
from orderloom.adapters.dynamodb.record import Record


class OrderRecord(Record):
    """The head. Its keys of the order list are written once, by `place`.

    `restored` counts its returns from the archive; whatever came back with it carries the same.
    """

    OLPK = UnicodeAttribute(null=True)
    OLSK = UnicodeAttribute(null=True)
    ATPK = UnicodeAttribute(null=True)
    ATSK = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    version = WholeNumber()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute(null=True)
    currency = UnicodeAttribute()
    total = WholeNumber()
    payment_window_seconds = WholeNumber()
    fulfilment_grace_seconds = WholeNumber(null=True)
    lifecycle = UnicodeAttribute(null=True)
    close_reason = UnicodeAttribute(null=True)
    stock = UnicodeAttribute(null=True)
    allocations = Documents(null=True)
    payment = Document()
    fulfilment = Document(null=True)
    saga_attempt = WholeNumber(null=True)
    saga_running = BooleanAttribute(null=True)
    scans = Documents(null=True)
    disputes = Documents(null=True)
    attention = Document(null=True)
    retention_days = WholeNumber(null=True)
    expires_at = WholeNumber(null=True)
    restored = WholeNumber(null=True)


class PlacedRecord(Record):
    """What was ordered; on the stream it is the event `order.placed`.

    It also lists the order under its customer: an entry that no transition rewrites, and that
    goes when the personal data does.
    """

    CUPK = UnicodeAttribute(null=True)
    CUSK = UnicodeAttribute(null=True)
    type = UnicodeAttribute()
    version = WholeNumber()
    order_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    placed_at = UnicodeAttribute()
    reference = UnicodeAttribute(null=True)
    customer = Document()
    ship_to = Document()
    lines = Documents()
    shards = Document()
    page = Document(null=True)
    restored = WholeNumber(null=True)


class EventRecord(Record):
    """An entry of the timeline. Of a provider's event, its presence is the claim."""

    order_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    version = WholeNumber()
    type = UnicodeAttribute()
    actor = UnicodeAttribute()
    recorded_at = UnicodeAttribute()
    data = Document(null=True)
    provider_event = Document(null=True)
    restored = WholeNumber(null=True)


class LedgerRecord(Record):
    """Money that moved once; its key says what moved it."""

    order_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    object_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    currency = UnicodeAttribute()
    lines = Documents()
    posted_at = UnicodeAttribute()
    restored = WholeNumber(null=True)


class OperationRecord(Record):
    """A money call a merchant asked for, written before it is made."""

    fingerprint = UnicodeAttribute()
    amount = WholeNumber()
    currency = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    requested_at = UnicodeAttribute()
    restored = WholeNumber(null=True)


class TokenRecord(Record):
    """The newest task token of the saga's waiting step."""

    token = UnicodeAttribute()


class ReferenceRecord(Record):
    """A provider's object that belongs to an order; expires once the order is archived."""

    order_id = UnicodeAttribute()
    expires_at = WholeNumber(null=True)


class IdempotencyRecord(Record):
    """Which order an idempotency key is given to, for a day."""

    fingerprint = UnicodeAttribute()
    order_id = UnicodeAttribute()
    expires_at = WholeNumber()


class ParkedRecord(Record):
    """A provider's event that came before its order was known."""

    object_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    event_id = UnicodeAttribute()
    received_at = UnicodeAttribute()
    body = UnicodeAttribute()
    headers = Document()
    replayed = BooleanAttribute(null=True)
    swept = UnicodeAttribute(null=True)
    expires_at = WholeNumber()
