"""Writers that were always second, and the growth that spreads them."""

from orderloom.domain.model import DomainModel
from orderloom.domain.reactions import GrowOrderList, GrowStock, Growth
from orderloom.domain.sharding import ORDER_LIST, STOCK


class Contention(DomainModel):
    """Writers had to give up on a tenant's order list, or on a SKU's stock, of `shards` shards."""

    tenant_id: str
    sku: str | None = None
    shards: int


def relief_of(contention: Contention) -> Growth | None:
    """None where the rule allows no more shards."""
    sku, tenant_id = contention.sku, contention.tenant_id
    rule = ORDER_LIST if sku is None else STOCK
    shards = rule.by_contention(contention.shards)
    if shards == contention.shards:
        return None
    if sku is None:
        return GrowOrderList(tenant_id=tenant_id, shards=shards)
    return GrowStock(tenant_id=tenant_id, sku=sku, shards=shards)
