"""Products and their stock counters."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record


class ProductRecord(Record):
    """Its index keys list a tenant's products; they never change, so no sale writes there."""

    OLPK = UnicodeAttribute(null=True)
    OLSK = UnicodeAttribute(null=True)
    sku = UnicodeAttribute()
    name = UnicodeAttribute()
    price = WholeNumber()
    currency = UnicodeAttribute()
    weight_grams = WholeNumber()
    shards = WholeNumber()
    version = WholeNumber()
    updated_at = UnicodeAttribute()
    received = WholeNumber(null=True)


class StockRecord(Record):
    """Units one counter can still promise."""

    sku = UnicodeAttribute()
    shard = WholeNumber()
    available = WholeNumber()
    moves = WholeNumber(null=True)
