"""Growth is carried out, twice if it must be, and never downwards."""

import pytest
from orderloom.domain.contention import Contention, relief_of
from orderloom.domain.reactions import GrowOrderList, GrowStock
from orderloom.domain.sharding import ORDER_LIST, STOCK
from orderloom.errors import Contended, NotFound, TransientError
from orderloom.services.grow_shards import GrowShards
from orderloom.services.tell_contention import TellContention

from tests.builders.tenants import a_tenant
from tests.fakes.rates import FakeRates
from tests.fakes.tenants import FakeTenants
from tests.unit.services.shop import Shop

LIST = GrowOrderList(tenant_id="acme", shards=9)


class Counters:
    """Stock growth, as it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def of(self, tenant_id: str) -> "Counters":
        self.tenant_id = tenant_id
        return self

    def __call__(self, sku: str, shards: int) -> None:
        self.asked.append((self.tenant_id, sku, shards))


def growing(tenants: FakeTenants, counters: Counters | None = None) -> GrowShards:
    return GrowShards(tenants=tenants, stock_growth_for=(counters or Counters()).of)


def test_an_order_list_grows_and_does_not_shrink() -> None:
    tenants = FakeTenants(a_tenant(order_list_shards=4))
    for growth in (LIST, LIST, LIST.model_copy(update={"shards": 6})):
        growing(tenants)(growth)
        assert tenants.tenant("acme").order_list_shards == 9


def test_nobodys_order_list_does_not_grow() -> None:
    with pytest.raises(NotFound):
        growing(FakeTenants())(LIST)


def test_stock_grows_for_its_tenant() -> None:
    counters = Counters()
    growing(FakeTenants(), counters)(GrowStock(tenant_id="acme", sku="MUG-1", shards=8))
    assert counters.asked == [("acme", "MUG-1", 8)]


def test_relief_is_twice_the_shards_while_the_rule_allows() -> None:
    listed = Contention(tenant_id="acme", shards=4)
    assert relief_of(listed) == GrowOrderList(tenant_id="acme", shards=8)
    stock = Contention(tenant_id="acme", sku="MUG-1", shards=48)
    assert relief_of(stock) == GrowStock(tenant_id="acme", sku="MUG-1", shards=STOCK.most)
    assert relief_of(Contention(tenant_id="acme", shards=ORDER_LIST.most)) is None


def test_who_gives_up_reserving_notes_the_skus_and_still_fails() -> None:
    shop, rates = Shop(), FakeRates()
    telling = TellContention(rates=rates, clock=shop.clock)
    with pytest.raises(Contended), telling.over_stock(shop.orders, shop.order_id):
        raise Contended("others were first")
    assert rates.contended == {"MUG-1": 3}


def test_who_gives_up_placing_notes_the_order_list() -> None:
    shop, rates = Shop(), FakeRates()
    telling = TellContention(rates=rates, clock=shop.clock)
    with pytest.raises(Contended), telling.over_order_list(shop.tenants):
        raise Contended("throttled")
    assert rates.contended == {None: 4}


def test_other_failures_are_no_contention() -> None:
    shop, rates = Shop(), FakeRates()
    telling = TellContention(rates=rates, clock=shop.clock)
    with pytest.raises(TransientError), telling.over_stock(shop.orders, shop.order_id):
        raise TransientError("the network")
    with telling.over_order_list(shop.tenants):
        pass
    assert rates.contended == {}
