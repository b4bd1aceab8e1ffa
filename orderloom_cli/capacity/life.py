"""One order, with the identifiers that its keys are made of."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from orderloom import keys
from orderloom.domain.parcel_watch import parcel_shards


@dataclass(frozen=True)
class Life:
    """`list_shards` and `stock_shards` are the counts when the order was placed."""

    tenant_id: str
    order_id: str
    sku: str
    created_at: datetime
    list_shards: int
    stock_shards: int
    idempotency_key: str
    intent_id: str
    tracking_number: str
    email: str = "ada@example.com"
    payment_provider: str = "stripe"
    carrier: str = "shipstation"

    @cached_property
    def partition(self) -> str:
        return keys.order_partition(self.tenant_id, self.order_id)

    @cached_property
    def home(self) -> str:
        """The stock counter that serves the order while it has enough."""
        shard = keys.shard_of(self.order_id, self.stock_shards)
        return keys.stock(self.tenant_id, self.sku, shard).pk

    @cached_property
    def listed(self) -> str:
        """The partition of the order list's index."""
        shard = keys.shard_of(self.order_id, self.list_shards)
        return keys.order_list_partition(self.tenant_id, f"{self.created_at:%Y-%m}", shard)

    @cached_property
    def under_way(self) -> str:
        """The partition of the parcels on their way with the carrier, in the same index."""
        shard = keys.shard_of(self.order_id, parcel_shards(self.list_shards))
        return keys.parcels_partition(self.tenant_id, self.carrier, shard)

    @cached_property
    def listed_for_customer(self) -> str:
        """The partition of the customer's orders, in their index."""
        shard = keys.shard_of(self.order_id, self.list_shards)
        return keys.customer_partition(self.tenant_id, self.email, shard)
