"""Writing a product and how many units of it can be sold now."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.rebalancing import even_shares
from orderloom.errors import NotFound
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.contention import while_the_caller_waits


@dataclass(frozen=True)
class ProductRequest:
    """`price` in minor units; `stock` replaces the number of units that can be sold now."""

    sku: str
    name: str
    price: int
    currency: str
    weight_grams: int
    stock: int


@dataclass(frozen=True)
class StockedProduct:
    """A product with the units that can be sold now; `created`: it was new."""

    product: Product
    stock: int
    created: bool = False


class PutProduct:
    """Sets product and stock together, against whatever is sold meanwhile."""

    def __init__(
        self, *, catalogue: CatalogueRepository, tenants: TenantDirectory, clock: Clock
    ) -> None:
        self._catalogue = catalogue
        self._tenants = tenants
        self._clock = clock

    @while_the_caller_waits
    def __call__(self, request: ProductRequest) -> StockedProduct:
        """Raises VersionConflict under sales that never pause."""
        tenant = self._tenants.tenant(self._catalogue.tenant_id)
        before = self._existing(request.sku)
        shards = max(tenant.stock_shards, before.shards if before else 0)
        seen = self._catalogue.levels({request.sku: shards})
        product = Product(
            sku=request.sku,
            name=request.name,
            price=request.price,
            currency=request.currency,
            weight_grams=request.weight_grams,
            shards=shards,
            version=before.version + 1 if before else 1,
            updated_at=self._clock.now(),
            received=(before.received if before else 0) + request.stock - _units(seen),
        )
        self._catalogue.save(product, seen=seen, levels=_spread(request, shards))
        return StockedProduct(product, request.stock, created=before is None)

    def _existing(self, sku: str) -> Product | None:
        try:
            return self._catalogue.product(sku)
        except NotFound:
            return None


def _units(levels: Sequence[ShardLevel]) -> int:
    return sum(level.available for level in levels)


def _spread(request: ProductRequest, shards: int) -> tuple[ShardLevel, ...]:
    return tuple(
        ShardLevel(sku=request.sku, shard=shard, available=units)
        for shard, units in enumerate(even_shares(request.stock, shards))
    )
