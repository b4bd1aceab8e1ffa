"""Products and their stock counters."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record


class ProductRecord(Record):
    sku = UnicodeAttribute()
    name = UnicodeAttribute()
    price = WholeNumber()
    currency = UnicodeAttribute()
    weight_grams = WholeNumber()
    shards = WholeNumber()
    version = WholeNumber()
    updated_at = UnicodeAttribute()


class StockRecord(Record):
    """Units one counter can still promise."""

    sku = UnicodeAttribute()
    shard = WholeNumber()
    available = WholeNumber()
