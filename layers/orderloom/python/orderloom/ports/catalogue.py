"""One tenant's products and stock counters."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderloom.domain.catalogue import Product, ShardLevel, Transfer


@dataclass(frozen=True)
class Glance:
    """Counters as they were a moment ago.

    Attributes:
        certain: nothing was moved between them meanwhile, so too few may be believed.
    """

    levels: Sequence[ShardLevel]
    certain: bool


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
    def page(self, *, after: str, limit: int) -> Sequence[Product]:
        """At most `limit` products by SKU, from the one behind `after` ("": the first) on."""

    @abstractmethod
    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        """Every stock counter of the SKUs (given with their shard counts), consistently read."""

    @abstractmethod
    def counters(self, wanted: Sequence[tuple[str, int]]) -> Sequence[ShardLevel]:
        """Those of the counters (SKU, shard) that exist, consistently read."""

    @abstractmethod
    def glance(self, shards: Mapping[str, int]) -> Glance:
        """As `levels`, but as they were up to a second ago: cheap."""

    @abstractmethod
    def keep(self, levels: Sequence[ShardLevel]) -> None:
        """What a careful look found, for the glances of the next three seconds."""

    @abstractmethod
    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        """Write the product and set its counters, if nobody changed either meanwhile.

        `seen` are the counters as read (a missing one: not listed); `product.version` is one
        above the version read (1 for a new product). Setting a counter that was there counts
        as a move of its units; the moves in `levels` are not read.

        Raises:
            VersionConflict: the product or a counter changed; read again.
        """

    @abstractmethod
    def transfer(self, transfer: Transfer) -> None:
        """Move units between two counters of a SKU, in one transaction.

        Raises:
            VersionConflict: the source has fewer units by now, or a counter is missing.
        """

    @abstractmethod
    def grow(self, product: Product, *, was: int) -> None:
        """Give a product the counters from `was` up to `product.shards`, each with no units.

        `product.version` is one above the version read.

        Raises:
            VersionConflict: the product changed; read again.
        """

    @abstractmethod
    def correct(self, level: ShardLevel, units: int) -> None:
        """Add `units` (or take them away) if the counter is exactly as in `level`.

        Raises:
            VersionConflict: it is not.
        """
