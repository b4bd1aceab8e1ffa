"""A small shop whose stock a history of steps acts on."""

from collections.abc import Callable
from typing import Any

from orderloom.domain.order import Order
from orderloom.errors import OrderCancelled, OutOfStock
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.services.put_product import ProductRequest, PutProduct
from orderloom.services.reconcile_stock import ReconcileStock
from orderloom.services.reserve_stock import ReserveStock

from tests.builders.orders import a_line, a_placed, an_idempotency_record, an_order
from tests.builders.tenants import a_tenant
from tests.integration.worlds import World

SKUS = ("CAP-1", "MUG-1")
MOST_SHARDS = 8


class Interrupted:
    """A catalogue between whose first look and its answer somebody else acts."""

    def __init__(self, catalogue: CatalogueRepository, act: Callable[[], object]) -> None:
        self._catalogue = catalogue
        self._acts = [act]

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._catalogue, name)
        if name not in {"levels", "counters"} or not self._acts:
            return method
        return lambda *given, **named: (method(*given, **named), self._acts.pop()())[0]


class Shop:
    """`received` is what was put in stock, counted by hand."""

    def __init__(self, world: World, *units: int) -> None:
        self.world = world
        self.received = dict.fromkeys(SKUS, 0)
        world.tenants.register(a_tenant(world.tenant_id), f"olk_{world.tenant_id}")
        for sku, stock in zip(SKUS, units, strict=True):
            self.put(sku, stock)

    def place(self, quantities: dict[str, int]) -> str:
        order = an_order(tenant_id=self.world.tenant_id, created_at=self.world.clock.now())
        lines = tuple(a_line(sku=sku, quantity=units) for sku, units in quantities.items())
        products = self.world.catalogue().products(list(quantities))
        shards = {sku: product.shards for sku, product in products.items()}
        self.world.orders().place(
            order,
            a_placed(order, lines=lines, shards=shards),
            list_shards=4,
            idempotency=an_idempotency_record(order),
        )
        self.world.clock.advance(minutes=1)
        return order.order_id

    def put(self, sku: str, stock: int) -> None:
        before = self.available(sku)
        put = PutProduct(
            catalogue=self.world.catalogue(), tenants=self.world.tenants, clock=self.world.clock
        )
        put(ProductRequest(sku, "Thing", price=900, currency="USD", weight_grams=9, stock=stock))
        self.received[sku] += stock - before

    def reserve(self, order: Order, catalogue: Any = None) -> str:
        """What it was refused with, if it was."""
        reserve = ReserveStock(
            orders=self.world.orders(),
            catalogue=catalogue or self.world.catalogue(),
            clock=self.world.clock,
        )
        try:
            reserve(order.order_id)
        except (OutOfStock, OrderCancelled) as refusal:
            return type(refusal).__name__
        return ""

    def available(self, sku: str) -> int:
        return sum(level.available for level in self.world.catalogue().levels({sku: MOST_SHARDS}))

    def reconciled(self, *, repair: bool) -> dict[str, Any]:
        reconcile = ReconcileStock(
            catalogue=self.world.catalogue(),
            orders=self.world.orders(),
            books=self.world.stock_books(),
            tenants=self.world.tenants,
            clock=self.world.clock,
            pause=lambda: self.world.clock.advance(seconds=1),
        )
        report = reconcile(repair=repair)
        assert report.counts.keys() == set(SKUS)
        return {drift.count.sku: drift.count.drift for drift in report.drifts}
