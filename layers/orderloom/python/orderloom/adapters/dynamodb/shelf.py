"""Products and stock levels, kept for moments by each execution environment.

All buyers of one SKU ask for the same few items, which no sharding spreads: every look at what
is left reads all counters. So an environment looks once for all orders of the next moment.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.catalogue import Product
from orderloom.keys import Key
from orderloom.ports.catalogue import Glance
from orderloom.ports.clock import Clock

PRODUCT_KEPT = timedelta(seconds=5)
"""How long an order may still be priced as before."""

LEVELS_KEPT = timedelta(seconds=1)
"""How old a look at the counters may be. It promises nothing: reserving decides."""

SHORTAGE_KEPT = timedelta(seconds=3)
"""How long who comes late to a sale is turned away by one careful look, new stock or not."""

_MOST = 4096


class Shelf:
    """One for all tenants: entries are found by the product's key."""

    def __init__(self, clock: Clock) -> None:
        self._products = ExpiringCache[Key, Product](clock, lifetime=PRODUCT_KEPT, most=_MOST)
        self._levels = ExpiringCache[Key, Glance](clock, lifetime=LEVELS_KEPT, most=_MOST)
        self._certain = ExpiringCache[Key, Glance](clock, lifetime=SHORTAGE_KEPT, most=_MOST)

    def products(self, keys: Iterable[Key]) -> dict[Key, Product]:
        """Those of `keys` that are kept."""
        found = ((key, self._products.get(key)) for key in keys)
        return {key: product for key, product in found if product is not None}

    def keep_products(self, products: Mapping[Key, Product]) -> None:
        for key, product in products.items():
            self._products.put(key, product)

    def levels(self, keys: Mapping[str, Key]) -> dict[str, Glance]:
        """By SKU, those that are kept."""
        found = (
            (sku, self._certain.get(key) or self._levels.get(key)) for sku, key in keys.items()
        )
        return {sku: glance for sku, glance in found if glance is not None}

    def keep_levels(self, key: Key, glance: Glance) -> None:
        (self._certain if glance.certain else self._levels).put(key, glance)

    def forget(self, key: Key) -> None:
        """This environment just changed the product."""
        self._products.forget(key)
        self._levels.forget(key)
        self._certain.forget(key)
