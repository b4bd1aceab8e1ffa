"""Setting a product and its stock, while others sell."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.errors import VersionConflict
from orderloom.services.contention import ATTEMPTS
from orderloom.services.put_product import ProductRequest, PutProduct
from orderloom.services.view_product import ViewProduct

from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import stock, two_tenants

REQUEST = ProductRequest(
    sku="MUG", name="Mug", price=900, currency="EUR", weight_grams=300, stock=10
)


@pytest.fixture
def container() -> MemoryContainer:
    return two_tenants()


def put_product(container: MemoryContainer) -> PutProduct:
    catalogue = container.catalogue("acme")
    return PutProduct(catalogue=catalogue, tenants=container.tenants, clock=container.clock)


def levels(container: MemoryContainer, sku: str) -> list[int]:
    found = container.catalogue("acme").levels({sku: 20})
    return [level.available for level in found]


def sell_one(container: MemoryContainer, sku: str) -> None:
    container.warehouse("acme").units[sku, 0] -= 1


def test_a_new_product_has_as_many_counters_as_its_tenant_says(container: MemoryContainer) -> None:
    result = put_product(container)(REQUEST)
    assert (result.created, result.stock, result.product.version) == (True, 10, 1)
    assert levels(container, "MUG") == [4, 3, 3]


@given(units=st.integers(min_value=0, max_value=10**9))
def test_no_unit_is_lost_or_invented_by_spreading(units: int) -> None:
    container = two_tenants()
    put_product(container)(dataclasses.replace(REQUEST, stock=units))
    spread = levels(container, "MUG")
    assert sum(spread) == units
    assert max(spread) - min(spread) <= 1
    view = ViewProduct(catalogue=container.catalogue("acme"))
    assert view("MUG").stock == units


@pytest.mark.parametrize(("before", "after"), [(2, 3), (5, 5)])
def test_counters_grow_with_the_tenant_and_never_shrink(
    container: MemoryContainer, before: int, after: int
) -> None:
    stock(container, "acme", "MUG", shards=before, version=7)
    result = put_product(container)(REQUEST)
    assert (result.created, result.product.version, result.product.shards) == (False, 8, after)
    assert len(levels(container, "MUG")) == after
    assert sum(levels(container, "MUG")) == 10


def test_a_sale_meanwhile_is_seen_and_the_stock_set_all_the_same(
    container: MemoryContainer,
) -> None:
    stock(container, "acme", "MUG")
    container.catalogue("acme").meanwhile.append(lambda: sell_one(container, "MUG"))
    assert put_product(container)(REQUEST).stock == 10
    assert sum(levels(container, "MUG")) == 10


def test_two_that_create_it_at_once_create_it_once(container: MemoryContainer) -> None:
    container.catalogue("acme").meanwhile.append(lambda: put_product(container)(REQUEST))
    result = put_product(container)(REQUEST)
    assert (result.created, result.product.version) == (False, 2)


def test_the_caller_is_told_when_it_never_pauses(
    container: MemoryContainer,
) -> None:
    conflicts = [VersionConflict("MUG")] * ATTEMPTS
    container.catalogue("acme").faults.before("save", *conflicts)
    with pytest.raises(VersionConflict):
        put_product(container)(REQUEST)
    assert put_product(container)(REQUEST).created
