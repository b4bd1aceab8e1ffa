"""Whether a tenant's stock adds up: what was received is here, held by orders, or shipped.

Old orders are not read again each time. Once an order can neither take nor give back units it
is settled, and what it shipped is put away in the books of the SKU; later it may be archived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from orderloom.domain.catalogue import ShardLevel
from orderloom.domain.closing import STILL_HERE
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle, StockState


class StockBooks(DomainModel):
    """What is put away about one SKU.

    Attributes:
        through: orders created up to here are in `sold` or in `open`, and nowhere else.
        sold: units shipped by those that are settled.
        open: units by order id of the others.
        version: goes up by one with each writing; 0: never written.
    """

    sku: str
    through: datetime
    sold: int = 0
    open: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class Holding(DomainModel):
    """Units of one SKU that one order holds, or has shipped."""

    order_id: str
    created_at: datetime
    units: int
    shipped: bool
    settled: bool


@dataclass(frozen=True)
class StockCount:
    """One look at all there is of a SKU."""

    sku: str
    received: int
    levels: tuple[ShardLevel, ...]
    holdings: Mapping[str, Holding]
    """By order id; without what the books have as sold."""
    books: StockBooks

    @property
    def available(self) -> int:
        return sum(level.available for level in self.levels)

    @property
    def reserved(self) -> int:
        return sum(held.units for held in self.holdings.values() if not held.shipped)

    @property
    def shipped(self) -> int:
        here = sum(held.units for held in self.holdings.values() if held.shipped)
        return self.books.sold + here

    @property
    def drift(self) -> int:
        """Units there are too many; below 0, that are missing."""
        return self.available + self.reserved + self.shipped - self.received


def is_settled(order: Order) -> bool:
    """It takes no more units, and gives none back: closed, or gone with its saga at its end."""
    if order.saga_running:
        return False
    return order.lifecycle is Lifecycle.CLOSED or has_left(order)


def has_left(order: Order) -> bool:
    """The parcel was with the carrier once: only a return brings it back."""
    return order.fulfilment.state not in STILL_HERE


def may_still_reserve(order: Order) -> bool:
    """Which SKUs it will hold, its head does not tell yet."""
    return order.lifecycle is Lifecycle.OPEN and order.stock is StockState.NONE


def holdings_of(order: Order) -> dict[str, Holding]:
    """By SKU; none but for an order that holds units."""
    units: dict[str, int] = {}
    if order.stock is StockState.RESERVED:
        for taken in order.allocations:
            units[taken.sku] = units.get(taken.sku, 0) + taken.quantity
    return {
        sku: Holding(
            order_id=order.order_id,
            created_at=order.created_at,
            units=quantity,
            shipped=has_left(order),
            settled=is_settled(order),
        )
        for sku, quantity in units.items()
    }


def put_away(count: StockCount, through: datetime) -> StockBooks | None:
    """The books with all orders created up to `through`; None: nothing to write."""
    books = count.books
    through = max(through, books.through)
    done = [held for held in count.holdings.values() if held.created_at <= through]
    sold = books.sold + sum(held.units for held in done if held.settled)
    still_open = {held.order_id: held.units for held in done if not held.settled}
    if (sold, still_open) == (books.sold, books.open):
        return None
    changes = {
        "through": through,
        "sold": sold,
        "open": still_open,
        "version": books.version + 1,
    }
    return books.model_copy(update=changes)
