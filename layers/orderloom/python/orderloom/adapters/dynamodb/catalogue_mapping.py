"""Products and stock counters: domain values to records and back."""

from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_records import ProductRecord, StockRecord
from orderloom.adapters.dynamodb.stored import domain_of, stored
from orderloom.domain.catalogue import Product, ShardLevel


def product_record(tenant_id: str, product: Product) -> ProductRecord:
    shard = keys.shard_of(product.sku, keys.PRODUCT_LIST_SHARDS)
    return ProductRecord(
        *keys.product(tenant_id, product.sku),
        OLPK=keys.product_list_partition(tenant_id, shard),
        OLSK=keys.product_list_sort(product.sku),
        **stored(product),
    )


def product_of(record: ProductRecord) -> Product:
    return domain_of(Product, record)


def stock_record(tenant_id: str, level: ShardLevel) -> StockRecord:
    return StockRecord(*keys.stock(tenant_id, level.sku, level.shard), **stored(level))


def level_of(record: StockRecord) -> ShardLevel:
    return domain_of(ShardLevel, record)
