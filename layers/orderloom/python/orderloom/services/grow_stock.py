"""More counters for a SKU that sells faster than its partitions can write."""

from dataclasses import dataclass

from orderloom.domain.catalogue import MAX_SHARDS, Product
from orderloom.errors import InvalidRequest
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.rebalance_stock import Rebalanced, RebalanceStock


@dataclass(frozen=True)
class Grown:
    """`grown`: this call raised the count."""

    product: Product
    rebalanced: Rebalanced
    grown: bool


class GrowStock:
    """Of one tenant. Online: nothing stored moves, orders under way keep their counters."""

    def __init__(self, *, catalogue: CatalogueRepository, clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock

    def __call__(self, sku: str, shards: int) -> Grown:
        """At least `shards` counters, evenly filled; again, or by two at once, does no harm.

        Raises:
            NotFound. InvalidRequest: no such number of counters.
            VersionConflict: the product is being changed without pause.
        """
        if not 1 <= shards <= MAX_SHARDS:
            raise InvalidRequest(f"must be 1 to {MAX_SHARDS}", field="shards")
        product, grown = self._raised(sku, shards)
        return Grown(product, RebalanceStock(catalogue=self._catalogue)(sku), grown)

    @while_the_caller_waits
    def _raised(self, sku: str, shards: int) -> tuple[Product, bool]:
        product = self._catalogue.product(sku)
        if product.shards >= shards:
            return product, False
        changes = {
            "shards": shards,
            "version": product.version + 1,
            "updated_at": self._clock.now(),
        }
        larger = product.model_copy(update=changes)
        self._catalogue.grow(larger, was=product.shards)
        return larger, True
