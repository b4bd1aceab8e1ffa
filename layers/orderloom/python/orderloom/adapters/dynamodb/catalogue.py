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
from orderloom.adapters.dynamodb.shelf import Shelf
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository


class DynamoCatalogueRepository(CatalogueRepository):
    """Made for one tenant. Without a `shelf` every read reaches the table."""

    def __init__(self, table: Table, tenant_id: str, shelf: Shelf | None = None) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._shelf = shelf

    def product(self, sku: str) -> Product:
        record = self._table.get(ProductRecord, keys.product(self.tenant_id, sku))
        if record is None:
            raise NotFound("product", sku)
        return product_of(record)

    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        wanted = [keys.product(self.tenant_id, sku) for sku in skus]
        known = self._shelf.products(wanted) if self._shelf else {}
        asked = [key for key in wanted if key not in known]
        found = self._table.get_all(ProductRecord, asked) if asked else {}
        read = {key: product_of(record) for key, record in found.items()}
        if self._shelf:
            self._shelf.keep_products(read)
        return {product.sku: product for product in (known | read).values()}

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        """In the order of the SKUs given, then of the shards; a missing counter is left out."""
        return self._levels(shards, consistent=True)

    def glance(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        by_product = {keys.product(self.tenant_id, sku): sku for sku in shards}
        known = self._shelf.levels(by_product) if self._shelf else {}
        asked = {sku: shards[sku] for key, sku in by_product.items() if key not in known}
        read = self._levels(asked, consistent=False) if asked else []
        if self._shelf:
            self._shelf.keep_levels(
                {
                    keys.product(self.tenant_id, sku): [level for level in read if level.sku == sku]
                    for sku in asked
                }
            )
        return [*(level for levels in known.values() for level in levels), *read]

    def _levels(self, shards: Mapping[str, int], *, consistent: bool) -> list[ShardLevel]:
        wanted = [
            keys.stock(self.tenant_id, sku, shard)
            for sku, count in shards.items()
            for shard in range(count)
        ]
        found = self._table.get_all(StockRecord, wanted, consistent=consistent)
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
        if self._shelf:
            self._shelf.forget(keys.product(self.tenant_id, product.sku))

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
