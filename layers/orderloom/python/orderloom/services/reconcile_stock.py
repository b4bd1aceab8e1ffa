"""Reconciling a tenant's stock: what was received is here, held by orders, or shipped.

A count takes time while orders move, so a drift is believed only when a second count saw
exactly the same: the same units on the same counters, held by the same orders.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.stock_books import StockCount, put_away
from orderloom.errors import VersionConflict
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.count_stock import CountStock, Walk

_MOST_COUNTS = 4
_PRODUCTS_A_PAGE = 100
_PUT_AWAY_AFTER = timedelta(days=1)
"""Most orders are settled by then, so few are kept open in the books."""

_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Correction:
    """Units added to one counter (below 0: taken away)."""

    shard: int
    units: int


@dataclass(frozen=True)
class Drift:
    """A SKU that does not add up; `mended` are the corrections made."""

    count: StockCount
    mended: tuple[Correction, ...]

    @property
    def left(self) -> int:
        """What is still wrong after the corrections."""
        return self.count.drift + sum(correction.units for correction in self.mended)


@dataclass(frozen=True)
class StockReport:
    """Of one tenant.

    Attributes:
        counts: every SKU as it was counted last, by SKU.
        drifts: the SKUs that do not add up.
        unsettled: SKUs that moved during every count, and so could be neither cleared nor blamed.
    """

    counts: Mapping[str, StockCount]
    drifts: tuple[Drift, ...]
    unsettled: tuple[str, ...]


class ReconcileStock:
    """One tenant. `pause()` waits between two counts, for indexes and orders under way."""

    def __init__(
        self,
        *,
        catalogue: CatalogueRepository,
        orders: OrderRepository,
        books: StockBooksRepository,
        tenants: TenantDirectory,
        clock: Clock,
        pause: Callable[[], object],
    ) -> None:
        self._catalogue = catalogue
        self._orders = orders
        self._books = books
        self._tenants = tenants
        self._clock = clock
        self._pause = pause

    def __call__(self, *, repair: bool) -> StockReport:
        """What does not add up; without `repair` nothing at all is written. Raises NotFound."""
        tenant = self._tenants.tenant(self._catalogue.tenant_id)
        began = self._clock.now()
        was = self._books.through()
        since = was or tenant.created_at - _CLOCK_SKEW
        count = CountStock(
            catalogue=self._catalogue,
            orders=self._orders,
            books=self._books,
            list_shards=tenant.order_list_shards,
        )
        first, walk = count(self._all_products(), since)
        counts = dict(first)
        certain, unsettled = self._doubted(counts, lambda products: count(products, since)[0])
        drifts = tuple(Drift(each, self._mended(each) if repair else ()) for each in certain)
        if repair:
            self._put_away(first, walk, began, was=was, since=since)
        return StockReport(counts, drifts, unsettled)

    def _doubted(
        self,
        counts: dict[str, StockCount],
        count: Callable[[Sequence[Product]], Mapping[str, StockCount]],
    ) -> tuple[list[StockCount], tuple[str, ...]]:
        """Drifts seen twice alike, and the SKUs that never stood still; `counts` is updated."""
        certain: list[StockCount] = []
        doubted = {sku for sku, each in counts.items() if each.drift}
        for _ in range(_MOST_COUNTS - 1):
            if not doubted:
                break
            self._pause()
            again = count(list(self._catalogue.products(sorted(doubted)).values()))
            certain += [each for sku, each in again.items() if each.drift and each == counts[sku]]
            doubted = {sku for sku, each in again.items() if each.drift and each != counts[sku]}
            counts |= again
        return certain, tuple(sorted(doubted))

    def _mended(self, count: StockCount) -> tuple[Correction, ...]:
        """Corrections made. A counter that changed since it was counted is left alone."""
        made = []
        for level, units in _corrections(count):
            try:
                self._catalogue.correct(level, units)
            except VersionConflict:
                continue
            made.append(Correction(level.shard, units))
        return tuple(made)

    def _put_away(
        self,
        counts: Mapping[str, StockCount],
        walk: Walk,
        began: datetime,
        *,
        was: datetime | None,
        since: datetime,
    ) -> None:
        """Old orders into the books. Another reconciliation at work: it does the same."""
        through = began - _PUT_AWAY_AFTER
        if walk.undecided_since is not None:
            through = min(through, walk.undecided_since - timedelta(microseconds=1))
        if through <= since:
            return
        written = (put_away(count, through) for count in counts.values())
        try:
            for books in written:
                if books is not None:
                    self._books.write(books)
            self._books.advance(through, was=was)
        except VersionConflict:
            return

    def _all_products(self) -> list[Product]:
        found: list[Product] = []
        while page := self._catalogue.page(
            after=found[-1].sku if found else "", limit=_PRODUCTS_A_PAGE
        ):
            found += page
        return found


def _corrections(count: StockCount) -> Iterable[tuple[ShardLevel, int]]:
    """What is missing goes to one counter; what is too much is taken from the fullest."""
    fullest_first = sorted(count.levels, key=lambda level: -level.available)
    if count.drift < 0 and fullest_first:
        yield fullest_first[-1], -count.drift
    over = count.drift
    for level in fullest_first:
        units = min(over, level.available)
        if units > 0:
            yield level, -units
            over -= units
