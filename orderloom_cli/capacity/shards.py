"""The shard counts in force: what tenants and products start with, grown by the product's rule."""

from collections import Counter
from dataclasses import dataclass, field

from orderloom.domain.sharding import ORDER_LIST, STOCK, GrowthRule
from orderloom.services.observe_rates import SAMPLE

from orderloom_cli.capacity.traffic import LARGEST, Market, Sale, Traffic, sku, tenant_id

_MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Choices:
    """What to have otherwise than it is in the product, to see what happens then.

    Attributes:
        growth: whether counts grow at all.
        list_shards: of the largest tenant's order list, whatever the rule says.
        stock_shards: of the SKU on sale, likewise.
    """

    growth: bool = True
    list_shards: int | None = None
    stock_shards: int | None = None


@dataclass
class Shards:
    """Counts by tenant and by product; who is not named has what everybody starts with."""

    lists: dict[str, int] = field(default_factory=dict)
    stock: dict[Sale, int] = field(default_factory=dict)

    def of_list(self, tenant: str) -> int:
        return self.lists.get(tenant, ORDER_LIST.first)

    def of_stock(self, sale: Sale) -> int:
        return self.stock.get(sale, STOCK.first)


def shards_after_a_minute(traffic: Traffic, market: Market, choices: Choices) -> Shards:
    """The rule applied to a minute's orders, counted by the same sample as the product's."""
    shards = Shards()
    if choices.growth:
        sales = [market.sale() for _ in range(_sampled(traffic))]
        tenants = Counter(sale.tenant_id for sale in sales)
        shards.lists = {name: _grown(ORDER_LIST, count) for name, count in tenants.items()}
        shards.stock = {sale: _grown(STOCK, count) for sale, count in Counter(sales).items()}
    if choices.list_shards is not None:
        shards.lists[tenant_id(LARGEST)] = choices.list_shards
    if choices.stock_shards is not None:
        shards.stock[Sale(tenant_id(LARGEST), sku(0))] = choices.stock_shards
    return shards


def _sampled(traffic: Traffic) -> int:
    return traffic.orders_per_second * _MINUTE_SECONDS // SAMPLE


def _grown(rule: GrowthRule, counted: int) -> int:
    return rule.by_rate(counted * SAMPLE / _MINUTE_SECONDS)
