"""Reading a product with the units that can be sold now."""

from orderloom.ports.catalogue import CatalogueRepository
from orderloom.services.put_product import StockedProduct


class ViewProduct:
    """Of one tenant."""

    def __init__(self, *, catalogue: CatalogueRepository) -> None:
        self._catalogue = catalogue

    def __call__(self, sku: str) -> StockedProduct:
        """Raises NotFound."""
        product = self._catalogue.product(sku)
        levels = self._catalogue.levels({sku: product.shards})
        return StockedProduct(product, sum(level.available for level in levels))
