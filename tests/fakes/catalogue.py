"""One tenant's products in memory; its counters are the warehouse's."""

from collections.abc import Mapping, Sequence

from orderloom.domain.catalogue import Product, ShardLevel, Transfer
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository, Glance

from tests.fakes.faults import Faults
from tests.fakes.warehouse import Warehouse


class FakeCatalogue(CatalogueRepository):
    def __init__(self, tenant_id: str = "acme", *, warehouse: Warehouse | None = None) -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self._warehouse = warehouse or Warehouse()
        self._products: dict[str, Product] = {}

    def add(self, product: Product, *units: int) -> None:
        """Have a product, with the units of its counters."""
        self._products[product.sku] = product
        for shard, available in enumerate(units):
            self._warehouse.units[(product.sku, shard)] = available

    def product(self, sku: str) -> Product:
        if sku not in self._products:
            raise NotFound("product", sku)
        return self._products[sku]

    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        return {sku: self._products[sku] for sku in skus if sku in self._products}

    def page(self, *, after: str, limit: int) -> Sequence[Product]:
        behind = sorted(sku for sku in self._products if sku > after)
        return [self._products[sku] for sku in behind[:limit]]

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        return self.counters(
            [(sku, shard) for sku, count in shards.items() for shard in range(count)]
        )

    def counters(self, wanted: Sequence[tuple[str, int]]) -> Sequence[ShardLevel]:
        warehouse = self._warehouse
        with warehouse.lock, self.faults.around("levels"):
            return [warehouse.level(counter) for counter in wanted if counter in warehouse.units]

    def glance(self, shards: Mapping[str, int]) -> Glance:
        return Glance(self.levels(shards), certain=False)

    def keep(self, levels: Sequence[ShardLevel]) -> None:
        """Here nothing is kept."""

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        units = self._warehouse.units
        with self._warehouse.lock, self.faults.around("save"):
            counted = {(level.sku, level.shard): level.available for level in seen}
            looked_at = counted.keys() | {(level.sku, level.shard) for level in levels}
            self._still_before(product)
            if any(units.get(counter) != counted.get(counter) for counter in looked_at):
                raise VersionConflict(f"{product.sku} changed meanwhile")
            self._products[product.sku] = product
            given = {(level.sku, level.shard): level.available for level in levels}
            self._warehouse.moves.update(given.keys() & units.keys())
            units |= given

    def transfer(self, transfer: Transfer) -> None:
        with self._warehouse.lock, self.faults.around("transfer"):
            self._warehouse.transfer(transfer)

    def grow(self, product: Product, *, was: int) -> None:
        with self._warehouse.lock, self.faults.around("grow"):
            self._still_before(product)
            self._products[product.sku] = product
            for shard in range(was, product.shards):
                self._warehouse.units[(product.sku, shard)] = 0

    def correct(self, level: ShardLevel, units: int) -> None:
        counter = (level.sku, level.shard)
        with self._warehouse.lock, self.faults.around("correct"):
            if counter not in self._warehouse.units or self._warehouse.level(counter) != level:
                raise VersionConflict(f"{level.sku}: counter {level.shard} changed")
            self._warehouse.units[counter] += units

    def _still_before(self, product: Product) -> None:
        held = self._products.get(product.sku)
        if (held.version if held else 0) != product.version - 1:
            raise VersionConflict(f"{product.sku} changed meanwhile")
