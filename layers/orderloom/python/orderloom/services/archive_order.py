"""Archiving an order whose head time to live took: first kept, then deleted."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from orderloom.domain.archive import ArchivedOrder, DepartedHead, joined
from orderloom.domain.retention import has_ended
from orderloom.errors import CorruptRecord, NotFound
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.clock import Clock
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.tenants import TenantDirectory

_UNTIL_COUNTED = timedelta(days=1)
"""Stock is reconciled every hour."""


class Departure(StrEnum):
    """What became of a departed head; each is counted."""

    ARCHIVED = "archived"
    ARCHIVED_BEFORE = "archived_before"
    CAME_BACK = "came_back"
    NOT_ENDED = "not_ended"
    NOT_COUNTED = "not_counted"
    TENANT_GONE = "tenant_gone"


def _nobody(_archived: ArchivedOrder) -> None:
    """Nobody wants to know."""


class ArchiveOrder:
    """Of any tenant.

    `on_archived` is told of every order that is about to be deleted from the table: after it
    is kept, before anything is gone. It is told again when a crash repeats the work, so what
    it does has to be safe to repeat; while it fails, the order stays.
    """

    def __init__(
        self,
        *,
        departures_for: Callable[[str], OrderDepartures],
        archive_for: Callable[[str], OrderArchive],
        books_for: Callable[[str], StockBooksRepository],
        tenants: TenantDirectory,
        clock: Clock,
        on_archived: Callable[[ArchivedOrder], None] = _nobody,
    ) -> None:
        self._departures_for = departures_for
        self._archive_for = archive_for
        self._books_for = books_for
        self._tenants = tenants
        self._clock = clock
        self._on_archived = on_archived

    def __call__(self, head: DepartedHead) -> Departure:
        """Safe to repeat at any point.

        Raises:
            TransientError, TenantMoving.
            CorruptRecord: what was ordered is neither in the table nor in the archive.
        """
        order = head.order
        try:
            departures = self._departures_for(order.tenant_id)
        except NotFound:
            return Departure.TENANT_GONE
        departures.refuse_if_fenced()
        if not has_ended(order):
            departures.put_back(head, list_shards=self._list_shards(order.tenant_id))
            return Departure.NOT_ENDED
        remains = departures.remains(order.order_id)
        if remains is None:
            return Departure.CAME_BACK
        archive = self._archive_for(order.tenant_id)
        kept = archive.get(order.order_id)
        whole = joined(kept, head, remains)
        if whole is None:
            raise CorruptRecord(order.order_id, "placed")
        if kept is None and not self._counted(whole):
            until = self._clock.now() + _UNTIL_COUNTED
            shards = self._list_shards(order.tenant_id)
            departures.put_back(head, list_shards=shards, until=until)
            return Departure.NOT_COUNTED
        if whole != kept:
            archive.put(whole)
        if remains.nothing:
            return Departure.ARCHIVED_BEFORE
        self._on_archived(whole)
        departures.clear(whole, remains)
        return Departure.ARCHIVED

    def _counted(self, whole: ArchivedOrder) -> bool:
        """Whether the stock books have it: units of others are looked for on their orders."""
        books = self._books_for(whole.order.tenant_id)
        through = books.through()
        if through is None or whole.order.created_at > through:
            return False
        kept = books.books(sorted(whole.placed.wanted)).values()
        return not any(whole.order.order_id in each.open for each in kept)

    def _list_shards(self, tenant_id: str) -> int:
        return self._tenants.tenant(tenant_id).order_list_shards
