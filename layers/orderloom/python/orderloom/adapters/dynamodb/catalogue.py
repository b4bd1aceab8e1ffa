"""One tenant's products and stock counters in the table."""

from collections.abc import Mapping, Sequence

from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_mapping import (
    level_of,
    product_of,
    product_record,
    stock_record,
)
from orderloom.adapters.dynamodb.catalogue_records import ProductRecord, StockRecord
from orderloom.adapters.dynamodb.conditions import absent, exactly, still_at
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository


class DynamoCatalogueRepository(CatalogueRepository):
    """Made for one tenant."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def product(self, sku: str) -> Product:
        record = self._table.get(ProductRecord, keys.product(self.tenant_id, sku))
        if record is None:
            raise NotFound("product", sku)
        return product_of(record)

    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        wanted = [keys.product(self.tenant_id, sku) for sku in skus]
        found = self._table.get_all(ProductRecord, wanted)
        products = (product_of(record) for record in found.values())
        return {product.sku: product for product in products}

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        """In the order of the SKUs given, then of the shards; a missing counter is left out."""
        wanted = [
            keys.stock(self.tenant_id, sku, shard)
            for sku, count in shards.items()
            for shard in range(count)
        ]
        found = self._table.get_all(StockRecord, wanted)
        return [level_of(found[key]) for key in wanted if key in found]

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        changed = VersionConflict(f"{product.sku} changed meanwhile")
        before = {(level.sku, level.shard): level.available for level in seen}
        with self._table.writing() as writing:
            writing.put(
                product_record(self.tenant_id, product),
                when=absent() if product.version == 1 else still_at(product.version - 1),
                otherwise=changed,
            )
            for level in levels:
                units = before.pop((level.sku, level.shard), None)
                writing.put(
                    stock_record(self.tenant_id, level),
                    when=absent() if units is None else exactly(units),
                    otherwise=changed,
                )
            self._unchanged(writing, before, changed)

    def _unchanged(
        self,
        writing: Transaction,
        counters: Mapping[tuple[str, int], int],
        changed: VersionConflict,
    ) -> None:
        """Counters that were looked at and are not set still decided what is set."""
        for (sku, shard), units in counters.items():
            key = keys.stock(self.tenant_id, sku, shard)
            writing.check(key, when=exactly(units), otherwise=changed)
