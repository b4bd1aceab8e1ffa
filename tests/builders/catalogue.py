"""Products and stock counters with sensible defaults."""

from orderloom.domain.catalogue import Product, ShardLevel

from tests.fakes.clock import MOMENT


def a_product(sku: str = "MUG-1", **changes: object) -> Product:
    product = Product(
        sku=sku,
        name="Mug",
        price=1250,
        currency="USD",
        weight_grams=400,
        shards=3,
        version=1,
        updated_at=MOMENT,
    )
    return product.model_copy(update=changes)


def levels(sku: str, *units: int) -> tuple[ShardLevel, ...]:
    """The counters of `sku`, shard 0 first."""
    return tuple(
        ShardLevel(sku=sku, shard=shard, available=available)
        for shard, available in enumerate(units)
    )
