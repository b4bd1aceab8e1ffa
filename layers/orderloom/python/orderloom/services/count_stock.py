"""Counting all there is of a tenant's SKUs: on the counters, held by orders, shipped."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.order import Order
from orderloom.domain.stock_books import (
    Holding,
    StockBooks,
    StockCount,
    holdings_of,
    may_still_reserve,
)
from orderloom.errors import NotFound
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.orders import OrderRepository
from orderloom.ports.stock_books import StockBooksRepository

_ORDERS_A_PAGE = 100


@dataclass
class Walk:
    """What the orders since the watermark hold, by SKU and order id."""

    holdings: dict[str, dict[str, Holding]] = field(default_factory=lambda: defaultdict(dict))
    undecided_since: datetime | None = None
    """When the oldest order was placed that has yet to take its units."""

    def add(self, order: Order) -> None:
        for sku, held in holdings_of(order).items():
            self.holdings[sku][order.order_id] = held
        if may_still_reserve(order):
            self.undecided_since = min(self.undecided_since or order.created_at, order.created_at)


class CountStock:
    """Of one tenant. A count is no snapshot: what moves while it runs may be seen twice or not."""

    def __init__(
        self,
        *,
        catalogue: CatalogueRepository,
        orders: OrderRepository,
        books: StockBooksRepository,
        list_shards: int,
    ) -> None:
        self._catalogue = catalogue
        self._orders = orders
        self._books = books
        self._list_shards = list_shards

    def __call__(
        self, products: Sequence[Product], since: datetime
    ) -> tuple[Mapping[str, StockCount], Walk]:
        """The counts by SKU; `since`: orders up to here are in the books."""
        kept = self._books.books([product.sku for product in products])
        books = {
            product.sku: kept.get(product.sku, StockBooks(sku=product.sku, through=since))
            for product in products
        }
        walk = Walk()
        for order in self._orders_since(since):
            walk.add(order)
        remembered: dict[str, Order | None] = {}
        holdings = {
            sku: {**self._recent(walk, each, since), **self._open(each, remembered)}
            for sku, each in books.items()
        }
        levels = self._levels(products)
        return {
            product.sku: StockCount(
                product.sku,
                product.received,
                levels[product.sku],
                holdings[product.sku],
                books[product.sku],
            )
            for product in products
        }, walk

    def _orders_since(self, since: datetime) -> Iterator[Order]:
        before: str | None = None
        while True:
            page = self._orders.page(
                limit=_ORDERS_A_PAGE, before=before, since=since, list_shards=self._list_shards
            )
            yield from page.orders
            before = page.next_before
            if before is None:
                return

    def _recent(self, walk: Walk, books: StockBooks, since: datetime) -> dict[str, Holding]:
        """Not in the books: a reconciliation that broke off has written some further on."""
        after = max(books.through, since)
        held = walk.holdings.get(books.sku, {})
        return {order_id: each for order_id, each in held.items() if each.created_at > after}

    def _open(self, books: StockBooks, remembered: dict[str, Order | None]) -> dict[str, Holding]:
        """The orders the books keep open, as they are now."""
        found: dict[str, Holding] = {}
        for order_id, units in books.open.items():
            if order_id not in remembered:
                remembered[order_id] = self._order(order_id)
            order = remembered[order_id]
            if order is None:
                found[order_id] = _archived(order_id, units, books.through)
            elif books.sku in (held := holdings_of(order)):
                found[order_id] = held[books.sku]
        return found

    def _order(self, order_id: str) -> Order | None:
        try:
            return self._orders.get(order_id)
        except NotFound:
            return None

    def _levels(self, products: Sequence[Product]) -> Mapping[str, tuple[ShardLevel, ...]]:
        shards = {product.sku: product.shards for product in products}
        by_sku: dict[str, list[ShardLevel]] = {sku: [] for sku in shards}
        for level in self._catalogue.levels(shards):
            by_sku[level.sku].append(level)
        return {sku: tuple(levels) for sku, levels in by_sku.items()}


def _archived(order_id: str, units: int, created_by: datetime) -> Holding:
    """Only what is over is archived, and what still held units then had shipped them."""
    return Holding(
        order_id=order_id, created_at=created_by, units=units, shipped=True, settled=True
    )
