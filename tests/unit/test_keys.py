"""Keys: a tenant's own, sortable, and out of reach of crafted identifiers."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from orderloom import keys

HOSTILE = ["", "a#b", "../x", "a b", "#", "a\n", "ü", "x" * 201, ".hidden", "a/b"]

MINUTE = datetime(2025, 3, 9, 23, 59, 58, tzinfo=UTC)

OWNED: dict[str, Callable[[str], Any]] = {
    "tenant_profile": keys.tenant_profile,
    "connection": lambda t: keys.connection(t, "stripe"),
    "order": lambda t: keys.order(t, "ord_1"),
    "placed": lambda t: keys.placed(t, "ord_1"),
    "task_token": lambda t: keys.task_token(t, "ord_1"),
    "transition_event": lambda t: keys.transition_event(t, "ord_1", 2),
    "provider_event": lambda t: keys.provider_event(t, "ord_1", "stripe", "evt_1"),
    "parked_event": lambda t: keys.parked_event(t, "stripe", "pi_1", "evt_1"),
    "reference": lambda t: keys.reference(t, "stripe", "pi_1"),
    "product": lambda t: keys.product(t, "MUG-1"),
    "stock_books": lambda t: keys.stock_books(t, "MUG-1"),
    "stock_watermark": keys.stock_watermark,
    "product_list": lambda t: keys.Key(keys.product_list_partition(t, 0), ""),
    "stock": lambda t: keys.stock(t, "MUG-1", 0),
    "order_rate": lambda t: keys.order_rate(t, MINUTE),
    "sku_rate": lambda t: keys.sku_rate(t, "MUG-1", MINUTE),
    "order_list_contention": lambda t: keys.order_list_contention(t, MINUTE),
    "sku_contention": lambda t: keys.sku_contention(t, "MUG-1", MINUTE),
    "idempotency": lambda t: keys.idempotency(t, "any text at all # ü"),
    "order_list": lambda t: keys.Key(keys.order_list_partition(t, "2025-03", 0), ""),
    "attention": lambda t: keys.Key(keys.attention_partition(t, "refund_failed"), ""),
}


@pytest.mark.parametrize("name", OWNED)
def test_what_a_tenant_owns_starts_with_its_prefix(name: str) -> None:
    assert OWNED[name]("acme").pk.startswith("T#acme#")
    assert not OWNED[name]("acme-two").pk.startswith(keys.tenant_prefix("acme"))


@pytest.mark.parametrize("name", OWNED)
@pytest.mark.parametrize("tenant_id", HOSTILE)
def test_no_tenant_id_reaches_another_partition(name: str, tenant_id: str) -> None:
    with pytest.raises(ValueError, match="not usable in a key"):
        OWNED[name](tenant_id)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_identifier_reaches_another_item(hostile: str) -> None:
    builders: list[Callable[[], object]] = [
        lambda: keys.connection("acme", hostile),
        lambda: keys.order("acme", hostile),
        lambda: keys.provider_event("acme", "ord_1", hostile, "evt_1"),
        lambda: keys.provider_event("acme", "ord_1", "stripe", hostile),
        lambda: keys.parked_event("acme", "stripe", hostile, "evt_1"),
        lambda: keys.parked_event("acme", "stripe", "pi_1", hostile),
        lambda: keys.reference("acme", "stripe", hostile),
        lambda: keys.product("acme", hostile),
        lambda: keys.stock("acme", hostile, 0),
        lambda: keys.sku_rate("acme", hostile, MINUTE),
        lambda: keys.sku_contention("acme", hostile, MINUTE),
        lambda: keys.product_list_sort(hostile),
        lambda: keys.tenant_list_sort(hostile),
        lambda: keys.stock_books("acme", hostile),
        lambda: keys.attention_partition("acme", hostile),
        lambda: keys.order_list_sort(datetime(2025, 1, 1, tzinfo=UTC), hostile),
    ]
    for build in builders:
        with pytest.raises(ValueError, match="not usable in a key"):
            build()


def test_all_keys_of_a_tenant_are_different() -> None:
    built = [build("acme") for build in OWNED.values()]
    assert len(set(built)) == len(built)


def test_events_sort_by_version_and_before_the_rest_of_an_order() -> None:
    versions = [keys.transition_event("acme", "ord_1", number).sk for number in (9, 10, 1000)]
    assert versions == sorted(versions)
    event = keys.provider_event("acme", "ord_1", "stripe", "evt_1").sk
    rest = [keys.order("acme", "o").sk, keys.placed("acme", "o").sk, keys.task_token("a", "o").sk]
    assert [event, *rest] == sorted([event, *rest])
    assert all(sk.startswith(keys.EVENT_PREFIX) for sk in [event, *versions])


def test_the_order_list_sorts_by_moment_then_by_id() -> None:
    moment = datetime(2025, 3, 9, 23, 59, 59, 999999, UTC)
    following = moment + timedelta(microseconds=1)
    sorts = [
        keys.order_list_sort(moment, "ord_1"),
        keys.order_list_sort(moment, "ord_2"),
        keys.order_list_sort(following, "ord_0"),
    ]
    assert sorts == sorted(sorts)
    assert sorts[2] == "2025-03-10T00:00:00.000000Z#ord_0"


def test_secrets_and_idempotency_keys_are_not_in_the_key() -> None:
    assert "olk_secret" not in "".join(keys.api_key("olk_secret"))
    assert "my key" not in "".join(keys.idempotency("acme", "my key"))


def test_shards_are_even_and_stable() -> None:
    assert keys.shard_of("ord_1", 7) == keys.shard_of("ord_1", 7)
    counted = Counter(keys.shard_of(f"ord_{number}", 4) for number in range(4000))
    assert sorted(counted) == [0, 1, 2, 3]
    assert min(counted.values()) > 900


def test_a_rate_is_of_a_minute() -> None:
    within = keys.order_rate("acme", MINUTE.replace(second=0))
    assert keys.order_rate("acme", MINUTE) == within
    assert keys.order_rate("acme", MINUTE + timedelta(seconds=2)) != within
    assert within.pk == "T#acme#RATE#ORDERS#2025-03-09T23:59"
