"""Carrying out what the rates, or writers that gave up, called for."""

from collections.abc import Callable
from typing import assert_never

from orderloom.domain.reactions import GrowOrderList, GrowStock, Growth
from orderloom.ports.stock_growth import StockGrowth
from orderloom.ports.tenants import TenantDirectory


class GrowShards:
    """Every growth may come twice; counts never shrink."""

    def __init__(
        self, *, tenants: TenantDirectory, stock_growth_for: Callable[[str], StockGrowth]
    ) -> None:
        self._tenants = tenants
        self._stock_growth_for = stock_growth_for

    def __call__(self, growth: Growth) -> None:
        """Raises NotFound, TransientError.

        Who has a profile or product in memory goes on with fewer shards for a while, which is
        as good: no shard is ever taken away.
        """
        match growth:
            case GrowOrderList():
                self._tenants.grow_order_list(growth.tenant_id, growth.shards)
            case GrowStock():
                self._stock_growth_for(growth.tenant_id)(growth.sku, growth.shards)
            case _:
                assert_never(growth)
