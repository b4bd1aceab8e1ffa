"""The table's keys: the only place that builds one. docs/data-model.md is the catalogue.

Every key a tenant owns starts with `T#<tenant>#`, so that IAM's `dynamodb:LeadingKeys`
can hold a set of credentials to one tenant. Identifiers never contain `#`: they are
checked here, so no caller can reach another partition by a crafted id.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,199}")
_MINUTE = "%Y-%m-%dT%H:%M"

EVENT_PREFIX = "EVENT#"
"""What the sort keys of all events of an order start with."""

LEDGER_PREFIX = "LEDGER#"
OPERATION_PREFIX = "OP#"
"""What the sort keys of an order's ledger start with; they stand just before its head."""

CONTENTION_SORT_KEY = "CONTENDED"

STEP_PREFIX = "STEP#"
"""What the sort keys of all steps of a drain start with."""

ORDER_LIST_INDEX = "orders-by-created"
CUSTOMER_INDEX = "orders-by-customer"
ATTENTION_INDEX = "attention"

TENANT_LIST_SHARDS = 16
"""Walked in parallel by whatever visits every tenant."""

PRODUCT_LIST_SHARDS = 4
"""Written when a product is created and never again, so few are enough for any catalogue."""


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


def tenant_list_partition(shard: int) -> str:
    """Of the same index as the order list, and nobody's but the platform's."""
    return f"TENANTS#{shard}"


def tenant_list_sort(tenant_id: str) -> str:
    return _part(tenant_id)


def connection(tenant_id: str, provider: str) -> Key:
    return Key(tenant_prefix(tenant_id) + "META", f"PROVIDER#{_part(provider)}")


def access_token(tenant_id: str, holder: str) -> Key:
    """The token of an account at a provider, shared by all functions."""
    return Key(f"{tenant_prefix(tenant_id)}ACCOUNT#{_part(holder)}", "TOKEN")


def call_budget(tenant_id: str, account: str) -> Key:
    """The turns of those who call an account at a provider."""
    return Key(f"{tenant_prefix(tenant_id)}ACCOUNT#{_part(account)}", "BUDGET")


def secret_hits_partition(tenant_id: str, provider: str) -> str:
    """Not beside the connection: the tenant's data counts hits, and may be in another table."""
    return f"{tenant_prefix(tenant_id)}HITS#{_part(provider)}"


def secret_hits(tenant_id: str, provider: str, secret_id: str) -> Key:
    """Counts the webhooks that came with one signing secret."""
    return Key(secret_hits_partition(tenant_id, provider), _part(secret_id))


def circuit(tenant_id: str, provider: str) -> Key:
    """Whether a tenant's account at a provider is called at the moment."""
    return Key(f"{tenant_prefix(tenant_id)}CIRCUIT#{_part(provider)}", "CIRCUIT")


def sweep_partition(tenant_id: str, provider: str) -> str:
    """What the gap sweep of one connection found, and how far it is."""
    return f"{tenant_prefix(tenant_id)}SWEEP#{_part(provider)}"


def sweep_state(tenant_id: str, provider: str, book: str) -> Key:
    return Key(sweep_partition(tenant_id, provider), f"STATE#{_part(book)}")


def sweep_hour(tenant_id: str, provider: str, moment: datetime) -> Key:
    """`moment`: any of the hour meant, UTC."""
    return Key(sweep_partition(tenant_id, provider), f"HOUR#{moment:%Y-%m-%dT%H}")


def missed_event(tenant_id: str, provider: str, moment: datetime, event_id: str) -> Key:
    """`moment`: when the event happened."""
    sk = f"MISSED#{moment:%Y-%m-%dT%H}#{_part(event_id)}"
    return Key(sweep_partition(tenant_id, provider), sk)


def matched_payout(tenant_id: str, provider: str, moment: datetime, payout_id: str) -> Key:
    """`moment`: when the payout was made."""
    sk = f"PAYOUT#{moment:%Y-%m-%dT%H}#{_part(payout_id)}"
    return Key(sweep_partition(tenant_id, provider), sk)


def order_partition(tenant_id: str, order_id: str) -> str:
    return f"{tenant_prefix(tenant_id)}ORD#{_part(order_id)}"


def order(tenant_id: str, order_id: str) -> Key:
    return order_in(order_partition(tenant_id, order_id))


def order_in(partition: str) -> Key:
    """The order of an order's partition."""
    return Key(partition, "ORDER")


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


def ledger_entry(tenant_id: str, order_id: str, provider: str, object_id: str, kind: str) -> Key:
    """Named by what moved the money, so that one movement is posted once only."""
    sk = f"{LEDGER_PREFIX}{_part(provider)}#{_part(object_id)}#{_part(kind)}"
    return Key(order_partition(tenant_id, order_id), sk)


def operation(tenant_id: str, order_id: str, name: str) -> Key:
    """A money call a merchant asked for."""
    return Key(order_partition(tenant_id, order_id), f"{OPERATION_PREFIX}{_part(name)}")


def is_order_head(partition: str, sort: str) -> bool:
    """Whether an item of this key is the head of an order."""
    return sort == "ORDER" and _kind(partition) == "ORD"


def is_parked(partition: str) -> bool:
    """Whether items of this partition are parked events."""
    return _kind(partition) == "PARK"


def _kind(partition: str) -> str:
    """What a tenant's partition holds: `T#<tenant>#<kind>#…`."""
    return partition.split("#", 3)[2] if partition.count("#") > 1 else ""


def label_purchase(tenant_id: str, order_id: str) -> Key:
    """The newest attempt to buy an order's label; behind the timeline, as the token is."""
    return Key(order_partition(tenant_id, order_id), "TRY#LABEL")


def quote_partition(tenant_id: str, digest: str) -> str:
    """The answers of a tenant's carriers to one question."""
    return f"{tenant_prefix(tenant_id)}QUOTE#{_part(digest)}"


def quote(tenant_id: str, digest: str, quote_id: str) -> Key:
    """One of those answers; ids of one digest sort by time."""
    return Key(quote_partition(tenant_id, digest), _part(quote_id))


def parked_partition(tenant_id: str, provider: str, object_id: str) -> str:
    return f"{tenant_prefix(tenant_id)}PARK#{_part(provider)}#{_part(object_id)}"


def parked_event(tenant_id: str, provider: str, object_id: str, event_id: str) -> Key:
    return Key(parked_partition(tenant_id, provider, object_id), _part(event_id))


def unclaimed_partition(tenant_id: str) -> str:
    return f"{tenant_prefix(tenant_id)}UNCLAIMED"


def unclaimed_event(tenant_id: str, received_at: datetime, provider: str, event_id: str) -> Key:
    """A parked event that expired, by when it came."""
    sk = f"{received_at:%Y-%m-%dT%H:%M:%S.%f}Z#{_part(provider)}#{_part(event_id)}"
    return Key(unclaimed_partition(tenant_id), sk)


def reference(tenant_id: str, provider: str, object_id: str) -> Key:
    """A provider's object (payment intent, tracking number) that belongs to one order."""
    return Key(f"{tenant_prefix(tenant_id)}REF#{_part(provider)}#{_part(object_id)}", "REF")


def product(tenant_id: str, sku: str) -> Key:
    return Key(f"{tenant_prefix(tenant_id)}SKU#{_part(sku)}", "PRODUCT")


def product_list_partition(tenant_id: str, shard: int) -> str:
    """Of the same index as the order list; `shard` of `PRODUCT_LIST_SHARDS`."""
    return f"{tenant_prefix(tenant_id)}PRODUCTS#{shard}"


def product_list_sort(sku: str) -> str:
    return _part(sku)


def stock(tenant_id: str, sku: str, shard: int) -> Key:
    return Key(f"{tenant_prefix(tenant_id)}SKU#{_part(sku)}#{shard}", "STOCK")


def order_rate(tenant_id: str, minute: datetime) -> Key:
    """Counts the orders a tenant placed in a minute, by a sample."""
    return Key(f"{tenant_prefix(tenant_id)}RATE#ORDERS#{minute:{_MINUTE}}", "RATE")


def sku_rate(tenant_id: str, sku: str, minute: datetime) -> Key:
    """Counts the reservations of a SKU in a minute, by a sample."""
    return Key(f"{tenant_prefix(tenant_id)}RATE#SKU#{_part(sku)}#{minute:{_MINUTE}}", "RATE")


def order_list_contention(tenant_id: str, minute: datetime) -> Key:
    """Says that writers of the tenant's order list had to give up in this minute."""
    return Key(order_rate(tenant_id, minute).pk, CONTENTION_SORT_KEY)


def sku_contention(tenant_id: str, sku: str, minute: datetime) -> Key:
    """Says that who reserved the SKU had to give up in this minute."""
    return Key(sku_rate(tenant_id, sku, minute).pk, CONTENTION_SORT_KEY)


def stock_books(tenant_id: str, sku: str) -> Key:
    """What the reconciliation put away about a SKU."""
    return Key(product(tenant_id, sku).pk, "BOOKS")


def stock_watermark(tenant_id: str) -> Key:
    """How far a tenant's orders are in the books of their SKUs.

    Not beside the profile: that stays when the tenant's data moves to another table.
    """
    return Key(tenant_prefix(tenant_id) + "STOCKBOOKS", "THROUGH")


def idempotency(tenant_id: str, idempotency_key: str) -> Key:
    digest = hashlib.sha256(idempotency_key.encode()).hexdigest()
    return Key(f"{tenant_prefix(tenant_id)}IDEM#{digest}", "RECORD")


def api_key(secret: str) -> Key:
    """Global: the authorizer knows no tenant yet. The key itself is never stored."""
    return Key(f"KEY#{hashlib.sha256(secret.encode()).hexdigest()}", "KEY")


def platform_account(provider: str, account: str) -> Key:
    """Global: whose a connected account is, the door knows by the account alone."""
    return Key(f"PLATFORM#{_part(provider)}#{_part(account)}", "ACCOUNT")


def shard_of(identifier: str, shards: int) -> int:
    """A stable shard for an identifier; uniform, and the same in every process."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:8]) % shards


def order_list_partition(tenant_id: str, month: str, shard: int) -> str:
    """`month` is `yyyy-mm` of the order's creation, UTC."""
    return f"{tenant_prefix(tenant_id)}ORDERS#{month}#{shard}"


def order_list_sort(created_at: datetime, order_id: str) -> str:
    return f"{created_at:%Y-%m-%dT%H:%M:%S.%f}Z#{_part(order_id)}"


def customer_partition(tenant_id: str, email: str, shard: int) -> str:
    """A customer's orders, under a digest: an address is no part of a key.

    Sharded as the list of all orders is, for merchants that use one address for every guest.
    """
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
    return f"{tenant_prefix(tenant_id)}CUST#{digest}#{shard}"


def parcel(tenant_id: str, order_id: str) -> Key:
    """An order's parcel on its way; behind the timeline, as the token is."""
    return Key(order_partition(tenant_id, order_id), "WATCH")


def drain_partition(tenant_id: str) -> str:
    """How orders that waited for a person were sent after all."""
    return f"{tenant_prefix(tenant_id)}DRAIN"


def drain_step(tenant_id: str, drain_id: str, step: int) -> Key:
    return Key(drain_partition(tenant_id), f"{STEP_PREFIX}{_part(drain_id)}#{step:06d}")


def shipping_switch() -> Key:
    """Global: whether labels are bought at all."""
    return Key("PLATFORM", "SHIPPING")


def parcels_partition(tenant_id: str, account: str, shard: int) -> str:
    """Parcels on their way with an account at a carrier; of the same index as customers' orders.

    Sharded, as every order that is sent comes by here (`domain.parcel_watch.parcel_shards`).
    """
    return f"{tenant_prefix(tenant_id)}PARCELS#{_part(account)}#{shard}"


def parcels_sort(look_at: datetime, order_id: str) -> str:
    return order_list_sort(look_at, order_id)


def parcels_until(moment: datetime) -> str:
    """Above every parcel to be looked after by then."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z$"


def attention_partition(tenant_id: str, kind: str) -> str:
    return f"{tenant_prefix(tenant_id)}ATTN#{_part(kind)}"
