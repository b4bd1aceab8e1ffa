"""One tenant's products in memory; its counters are the warehouse's."""

from collections.abc import Mapping, Sequence

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository

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

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        with self._warehouse.lock, self.faults.around("levels"):
            units = self._warehouse.units
            return [
                ShardLevel(sku=sku, shard=shard, available=units[(sku, shard)])
                for sku, count in shards.items()
                for shard in range(count)
                if (sku, shard) in units
            ]

    def glance(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        return self.levels(shards)

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        units = self._warehouse.units
        with self._warehouse.lock, self.faults.around("save"):
            held = self._products.get(product.sku)
            counted = {(level.sku, level.shard): level.available for level in seen}
            looked_at = counted.keys() | {(level.sku, level.shard) for level in levels}
            if (held.version if held else 0) != product.version - 1 or any(
                units.get(counter) != counted.get(counter) for counter in looked_at
            ):
                raise VersionConflict(f"{product.sku} changed meanwhile")
            self._products[product.sku] = product
            units |= {(level.sku, level.shard): level.available for level in levels}
