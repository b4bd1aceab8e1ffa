"""Reading the stock counters of a SKU."""

from dataclasses import dataclass

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.ports.catalogue import CatalogueRepository


@dataclass(frozen=True)
class StockView:
    """A product with its counters, shard 0 first."""

    product: Product
    levels: tuple[ShardLevel, ...]


class ViewStock:
    """Of one tenant."""

    def __init__(self, *, catalogue: CatalogueRepository) -> None:
        self._catalogue = catalogue

    def __call__(self, sku: str) -> StockView:
        """Raises NotFound."""
        product = self._catalogue.product(sku)
        return StockView(product, tuple(self._catalogue.levels({sku: product.shards})))
