"""What all buyers of one SKU ask for is read once for many of them."""

import pytest
from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository
from orderloom.adapters.dynamodb.shelf import Shelf
from orderloom.ports.catalogue import Glance

from tests.builders.catalogue import a_product, levels
from tests.integration.steps import stocked
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld


@pytest.fixture
def shelf(dynamodb: DynamoWorld) -> Shelf:
    stocked(dynamodb, "MUG-1", 3, 3)
    stocked(dynamodb, "CUP-1", 1, 1)
    return Shelf(dynamodb.clock)


def shop(dynamodb: DynamoWorld, shelf: Shelf, tenant_id: str = "") -> DynamoCatalogueRepository:
    """As one request has it: a repository of its own, the environment's shelf."""
    return DynamoCatalogueRepository(dynamodb.table, tenant_id or dynamodb.tenant_id, shelf)


def test_prices_are_read_once_for_a_few_seconds(dynamodb: DynamoWorld, shelf: Shelf) -> None:
    with recorded() as requests:
        first = shop(dynamodb, shelf).products(["MUG-1"])
        assert shop(dynamodb, shelf).products(["MUG-1"]) == first
        assert len(requests) == 1
        assert sorted(shop(dynamodb, shelf).products(["MUG-1", "CUP-1"])) == ["CUP-1", "MUG-1"]
        ((_, batch),) = requests[1:]
        ((_, asked),) = batch["RequestItems"].items()
        assert len(asked["Keys"]) == 1
        dynamodb.clock.advance(seconds=5)
        shop(dynamodb, shelf).products(["MUG-1"])
        assert len(requests) == 3


def test_a_glance_is_cheap_and_a_second_old_at_most(dynamodb: DynamoWorld, shelf: Shelf) -> None:
    with recorded() as requests:
        for _ in range(3):
            seen = shop(dynamodb, shelf).glance({"MUG-1": 2, "CUP-1": 2})
            assert sorted(level.available for level in seen.levels) == [1, 1, 3, 3]
        ((operation, parameters),) = requests
        ((_, asked),) = parameters["RequestItems"].items()
        assert (operation, asked.get("ConsistentRead", False)) == ("BatchGetItem", False)
        dynamodb.clock.advance(seconds=1)
        shop(dynamodb, shelf).glance({"MUG-1": 2})
        assert len(requests) == 2


def test_what_decides_is_always_read(dynamodb: DynamoWorld, shelf: Shelf) -> None:
    shop(dynamodb, shelf).glance({"MUG-1": 2})
    shop(dynamodb, shelf).products(["MUG-1"])
    with recorded() as requests:
        shop(dynamodb, shelf).levels({"MUG-1": 2})
        shop(dynamodb, shelf).product("MUG-1")
    assert len(requests) == 2


def test_who_sets_a_product_sees_it_at_once(dynamodb: DynamoWorld, shelf: Shelf) -> None:
    catalogue = shop(dynamodb, shelf)
    catalogue.products(["MUG-1"])
    seen = catalogue.glance({"MUG-1": 2})
    dearer = a_product("MUG-1", shards=2, version=2, price=9900)
    catalogue.save(dearer, seen=seen.levels, levels=levels("MUG-1", 7, 7))
    assert catalogue.products(["MUG-1"]) == {"MUG-1": dearer}
    assert [level.available for level in catalogue.glance({"MUG-1": 2}).levels] == [7, 7]


def test_another_tenants_shelf_is_empty(dynamodb: DynamoWorld, shelf: Shelf) -> None:
    shop(dynamodb, shelf).products(["MUG-1"])
    shop(dynamodb, shelf).glance({"MUG-1": 2})
    other = shop(dynamodb, shelf, dynamodb.other_tenant_id)
    assert other.products(["MUG-1"]) == {}
    assert other.glance({"MUG-1": 2}) == Glance([], certain=False)


def test_a_shortage_seen_with_care_is_believed_for_three_seconds(
    dynamodb: DynamoWorld, shelf: Shelf
) -> None:
    catalogue = shop(dynamodb, shelf)
    assert not catalogue.glance({"MUG-1": 2}).certain
    careful = catalogue.levels({"MUG-1": 2})
    catalogue.keep(careful)
    assert shop(dynamodb, shelf).glance({"MUG-1": 2}) == Glance(careful, certain=True)
    assert not catalogue.glance({"MUG-1": 2, "CUP-1": 2}).certain
    dynamodb.clock.advance(seconds=2)
    assert catalogue.glance({"MUG-1": 2}).certain
    dynamodb.clock.advance(seconds=1)
    assert not catalogue.glance({"MUG-1": 2}).certain
