"""The table's keys: the only place that builds one. docs/architecture.md is the catalogue.

Every key a tenant owns starts with `T#<tenant>#`, so that IAM's `dynamodb:LeadingKeys`
can hold a set of credentials to one tenant. Identifiers never contain `#`: they are
checked here, so no caller can reach another partition by a crafted id.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,199}")

EVENT_PREFIX = "EVENT#"
"""What the sort keys of all events of an order start with."""

ORDER_LIST_INDEX = "orders-by-created"
ATTENTION_INDEX = "attention"


class Key(NamedTuple):
    """Primary key of one item."""

    pk: str
    sk: str


def _part(value: str) -> str:
    if not _SAFE.fullmatch(value):
        raise ValueError(f"not usable in a key: {value!r}")
    return value


def tenant_prefix(tenant_id: str) -> str:
    """What every partition key of the tenant starts with (the LeadingKeys condition)."""
    return f"T#{_part(tenant_id)}#"


def tenant_profile(tenant_id: str) -> Key:
    return Key(tenant_prefix(tenant_id) + "META", "PROFILE")


def connection(tenant_id: str, provider: str) -> Key:
    return Key(tenant_prefix(tenant_id) + "META", f"PROVIDER#{_part(provider)}")


def order_partition(tenant_id: str, order_id: str) -> str:
    return f"{tenant_prefix(tenant_id)}ORD#{_part(order_id)}"


def order(tenant_id: str, order_id: str) -> Key:
    return Key(order_partition(tenant_id, order_id), "ORDER")


def placed(tenant_id: str, order_id: str) -> Key:
    """The immutable request an order was placed with; also its first timeline entry."""
    return Key(order_partition(tenant_id, order_id), "PLACED")


def task_token(tenant_id: str, order_id: str) -> Key:
    return Key(order_partition(tenant_id, order_id), "TOKEN")


def transition_event(tenant_id: str, order_id: str, version: int) -> Key:
    return Key(order_partition(tenant_id, order_id), f"{EVENT_PREFIX}{version:08d}")


def provider_event(tenant_id: str, order_id: str, provider: str, event_id: str) -> Key:
    """A provider's event on an order's record: its presence is the claim that dedupes it."""
    sk = f"{EVENT_PREFIX}{_part(provider)}#{_part(event_id)}"
    return Key(order_partition(tenant_id, order_id), sk)


def is_order_head(partition: str, sort: str) -> bool:
    """Whether an item of this key is the head of an order."""
    return sort == "ORDER" and _kind(partition) == "ORD"


def is_parked(partition: str) -> bool:
    """Whether items of this partition are parked events."""
    return _kind(partition) == "PARK"


def _kind(partition: str) -> str:
    """What a tenant's partition holds: `T#<tenant>#<kind>#…`."""
    return partition.split("#", 3)[2] if partition.count("#") > 1 else ""


def parked_partition(tenant_id: str, provider: str, object_id: str) -> str:
    return f"{tenant_prefix(tenant_id)}PARK#{_part(provider)}#{_part(object_id)}"


def parked_event(tenant_id: str, provider: str, object_id: str, event_id: str) -> Key:
    return Key(parked_partition(tenant_id, provider, object_id), _part(event_id))


def reference(tenant_id: str, provider: str, object_id: str) -> Key:
    """A provider's object (payment intent, tracking number) that belongs to one order."""
    return Key(f"{tenant_prefix(tenant_id)}REF#{_part(provider)}#{_part(object_id)}", "REF")


def product(tenant_id: str, sku: str) -> Key:
    return Key(f"{tenant_prefix(tenant_id)}SKU#{_part(sku)}", "PRODUCT")


def stock(tenant_id: str, sku: str, shard: int) -> Key:
    return Key(f"{tenant_prefix(tenant_id)}SKU#{_part(sku)}#{shard}", "STOCK")


def idempotency(tenant_id: str, idempotency_key: str) -> Key:
    digest = hashlib.sha256(idempotency_key.encode()).hexdigest()
    return Key(f"{tenant_prefix(tenant_id)}IDEM#{digest}", "RECORD")


def api_key(secret: str) -> Key:
    """Global: the authorizer knows no tenant yet. The key itself is never stored."""
    return Key(f"KEY#{hashlib.sha256(secret.encode()).hexdigest()}", "KEY")


def shard_of(identifier: str, shards: int) -> int:
    """A stable shard for an identifier; uniform, and the same in every process."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:8]) % shards


def order_list_partition(tenant_id: str, month: str, shard: int) -> str:
    """`month` is `yyyy-mm` of the order's creation, UTC."""
    return f"{tenant_prefix(tenant_id)}ORDERS#{month}#{shard}"


def order_list_sort(created_at: datetime, order_id: str) -> str:
    return f"{created_at:%Y-%m-%dT%H:%M:%S.%f}Z#{_part(order_id)}"


def attention_partition(tenant_id: str, kind: str) -> str:
    return f"{tenant_prefix(tenant_id)}ATTN#{_part(kind)}"
