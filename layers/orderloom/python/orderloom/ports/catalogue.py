"""One tenant's products and stock counters."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from orderloom.domain.catalogue import Product, ShardLevel


class CatalogueRepository(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def product(self, sku: str) -> Product:
        """Raises NotFound."""

    @abstractmethod
    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        """Those of `skus` that exist, as they were up to a few seconds ago."""

    @abstractmethod
    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        """Every stock counter of the SKUs (given with their shard counts), consistently read."""

    @abstractmethod
    def glance(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        """As `levels`, but as they were up to a second ago: cheap, and nothing to decide by."""

    @abstractmethod
    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        """Write the product and set its counters, if nobody changed either meanwhile.

        `seen` are the counters as read (a missing one: not listed); `product.version` is one
        above the version read (1 for a new product).

        Raises:
            VersionConflict: the product or a counter changed; read again.
        """
