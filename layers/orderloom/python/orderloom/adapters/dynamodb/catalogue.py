"""One tenant's products and stock counters in the table."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_mapping import (
    level_of,
    product_of,
    product_record,
    stock_record,
)
from orderloom.adapters.dynamodb.catalogue_records import ProductRecord, StockRecord
from orderloom.adapters.dynamodb.conditions import absent, exactly, still_at, unmoved
from orderloom.adapters.dynamodb.product_list import product_keys
from orderloom.adapters.dynamodb.shelf import Shelf
from orderloom.adapters.dynamodb.stock import move_between_counters
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.domain.catalogue import Product, ShardLevel, Transfer
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository, Glance


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

    def page(self, *, after: str, limit: int) -> Sequence[Product]:
        """The list is eventually consistent, what it lists is not."""
        listed = list(islice(product_keys(self._table, self.tenant_id, after, limit), limit))
        found = self._table.get_all(ProductRecord, listed)
        return [product_of(found[key]) for key in listed if key in found]

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        return self.counters(_places(shards))

    def glance(self, shards: Mapping[str, int]) -> Glance:
        known = self._shelf.levels(self._by_product(shards)) if self._shelf else {}
        asked = {sku: count for sku, count in shards.items() if sku not in known}
        read = self._counters(_places(asked), consistent=False) if asked else []
        self._keep(asked, read, certain=False)
        kept = [level for glance in known.values() for level in glance.levels]
        certain = not asked and all(glance.certain for glance in known.values())
        return Glance([*kept, *read], certain)

    def keep(self, levels: Sequence[ShardLevel]) -> None:
        self._keep({level.sku for level in levels}, levels, certain=True)

    def _keep(self, skus: Iterable[str], levels: Sequence[ShardLevel], *, certain: bool) -> None:
        if self._shelf:
            for sku, key in self._by_product(skus).items():
                of_sku = [level for level in levels if level.sku == sku]
                self._shelf.keep_levels(key, Glance(of_sku, certain))

    def _by_product(self, skus: Iterable[str]) -> dict[str, keys.Key]:
        return {sku: keys.product(self.tenant_id, sku) for sku in skus}

    def counters(self, wanted: Sequence[tuple[str, int]]) -> Sequence[ShardLevel]:
        return self._counters(wanted, consistent=True)

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        changed = _changed(product)
        before = {(level.sku, level.shard): level.available for level in seen}
        with self._table.writing() as writing:
            writing.put(
                product_record(self.tenant_id, product),
                when=absent() if product.version == 1 else still_at(product.version - 1),
                otherwise=changed,
            )
            for level in levels:
                units = before.pop((level.sku, level.shard), None)
                self._set(writing, level, units, changed)
            self._unchanged(writing, before, changed)
        if self._shelf:
            self._shelf.forget(keys.product(self.tenant_id, product.sku))

    def transfer(self, transfer: Transfer) -> None:
        with self._table.writing() as writing:
            move_between_counters(writing, self.tenant_id, transfer)

    def grow(self, product: Product, *, was: int) -> None:
        changed = _changed(product)
        with self._table.writing() as writing:
            record = product_record(self.tenant_id, product)
            writing.put(record, when=still_at(product.version - 1), otherwise=changed)
            for shard in range(was, product.shards):
                level = ShardLevel(sku=product.sku, shard=shard, available=0)
                self._set(writing, level, None, changed)

    def correct(self, level: ShardLevel, units: int) -> None:
        with self._table.writing() as writing:
            writing.update(
                keys.stock(self.tenant_id, level.sku, level.shard),
                [StockRecord.available.add(units)],
                when=exactly(level.available) & unmoved(level.moves),
                otherwise=VersionConflict(f"{level.sku}: counter {level.shard} changed"),
            )

    def _counters(
        self, wanted: Sequence[tuple[str, int]], *, consistent: bool
    ) -> Sequence[ShardLevel]:
        places = [keys.stock(self.tenant_id, sku, shard) for sku, shard in wanted]
        found = self._table.get_all(StockRecord, places, consistent=consistent)
        return [level_of(found[key]) for key in places if key in found]

    def _set(
        self, writing: Transaction, level: ShardLevel, seen: int | None, changed: VersionConflict
    ) -> None:
        """`seen`: units the counter had; None: there was none."""
        if seen is None:
            fresh = level.model_copy(update={"moves": 0})
            record = stock_record(self.tenant_id, fresh)
            writing.put(record, when=absent(), otherwise=changed)
            return
        writing.update(
            keys.stock(self.tenant_id, level.sku, level.shard),
            [StockRecord.available.set(level.available), StockRecord.moves.add(1)],
            when=exactly(seen),
            otherwise=changed,
        )

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


def _changed(product: Product) -> VersionConflict:
    return VersionConflict(f"{product.sku} changed meanwhile")


def _places(shards: Mapping[str, int]) -> list[tuple[str, int]]:
    """SKU and shard of every counter."""
    return [(sku, shard) for sku, count in shards.items() for shard in range(count)]
