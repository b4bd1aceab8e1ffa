"""One tenant's orders, their timelines, and the events that wait for them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderloom.domain.catalogue import Allocation
from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.parcel_watch import Watch
from orderloom.domain.status import OrderStatus
from orderloom.domain.transition import OrderEvent, Transition


@dataclass(frozen=True)
class IdempotencyRecord:
    """Which order an idempotency key is given to; `fingerprint` is of the request body."""

    key: str
    fingerprint: str
    order_id: str


@dataclass(frozen=True)
class ProviderObject:
    """A provider's object that belongs to an order, so that its webhooks find the order.

    `former`: the order it was another object of, under the same id; it may be taken from that one.
    """

    provider: str
    object_id: str
    former: str | None = None

    @property
    def name(self) -> tuple[str, str]:
        return self.provider, self.object_id


@dataclass(frozen=True)
class StockMove:
    """Units to take from stock counters (`direction` -1) or give back (+1)."""

    allocations: tuple[Allocation, ...]
    direction: int


@dataclass(frozen=True)
class OrderFilter:
    """Which orders to list; those all of it is true for.

    Attributes:
        until: created before this moment.
        customer: the shopper's e-mail address, in any case of letters.
        status: as it is now.
    """

    until: datetime | None = None
    customer: str | None = None
    status: OrderStatus | None = None


EVERY_ORDER = OrderFilter()


@dataclass(frozen=True)
class OrderPage:
    """Newest first. `next_before` is where the following page starts, None at the end.

    A page may be short, even empty, and yet not the last: what a page may read is bounded.
    """

    orders: tuple[Order, ...]
    next_before: str | None


class OrderRepository(ABC):
    """Made for one tenant: no method can reach another's items.

    Every write is one transaction, or of one item: whole or not at all.

    An order keeps the first scans that move its parcels on itself (`Order.scans`): there their
    events are claimed, and on timelines they stand like all others.
    """

    tenant_id: str

    @abstractmethod
    def place(
        self, order: Order, placed: Placed, *, list_shards: int, idempotency: IdempotencyRecord
    ) -> None:
        """Give the order its idempotency key, then store it with its PLACED record.

        Who dies between the two leaves a key whose order is not there: `place_claimed` goes on.

        Raises:
            AlreadyApplied: the idempotency key exists; read it with `idempotent`.
        """

    @abstractmethod
    def place_claimed(self, order: Order, placed: Placed, *, list_shards: int) -> None:
        """Store a new order, which an idempotency key is given to, with its PLACED record.

        Raises:
            AlreadyApplied: it is there, whoever stored it.
        """

    @abstractmethod
    def idempotent(self, key: str) -> IdempotencyRecord | None:
        """The record of an idempotency key, read consistently."""

    @abstractmethod
    def get(self, order_id: str) -> Order:
        """The order's head, read consistently. Raises NotFound."""

    @abstractmethod
    def placed(self, order_id: str) -> Placed:
        """What was ordered. Raises NotFound."""

    @abstractmethod
    def timeline(self, order_id: str) -> tuple[Order, Placed, tuple[OrderEvent, ...]]:
        """The order with all its events (ORDER_PLACED first), in order. Raises NotFound."""

    @abstractmethod
    def ledger(self, order_id: str) -> tuple[Order, tuple[LedgerEntry, ...]]:
        """The order with its ledger, in the order of posting. Raises NotFound."""

    @abstractmethod
    def operation(self, order_id: str, operation: str) -> Operation | None:
        """The record of an operation, read consistently."""

    @abstractmethod
    def page(
        self,
        *,
        limit: int,
        before: str | None,
        since: datetime,
        list_shards: int,
        only: OrderFilter = EVERY_ORDER,
    ) -> OrderPage:
        """Orders created before the position `before` (None: the newest), down to `since`."""

    @abstractmethod
    def commit(
        self,
        transition: Transition,
        *,
        stock: StockMove | None = None,
        unpark: ParkedEvent | None = None,
        operation: Operation | None = None,
        aliases: Sequence[ProviderObject] = (),
    ) -> None:
        """Write the order and its event if the order is still at the version read.

        Of a scan that the order keeps there is no other record: its commit is a write of the order
        alone, unless something else belongs to it.

        The ledger entries of the transition, `stock` moves, the providers' objects it is known as
        (`aliases`), the removal of a parked event and the record of an `operation` happen in the
        same transaction.

        Raises:
            VersionConflict: the order (or a stock counter) changed meanwhile, an entry was
                posted or the operation recorded before: read again.
            AlreadyApplied: the provider event behind it was committed before.
            Conflict: an alias belongs to another order.
        """

    @abstractmethod
    def refer(self, known: ProviderObject, order_id: str) -> None:
        """Have a provider's object lead to the order from now on; again is no error.

        What was parked for it until then is to be woken.

        Raises Conflict: it belongs to another order.
        """

    @abstractmethod
    def watch(self, watch: Watch) -> None:
        """Have a parcel looked after from when that is due; a later one takes its place.

        To be called before the commit of the label: what is due hours later, and has no label
        then, is forgotten, and a label nobody looks after cannot be.
        """

    @abstractmethod
    def note(
        self, event: OrderEvent, *, unpark: ParkedEvent | None = None, leaving: bool = False
    ) -> None:
        """Add an event that changes nothing.

        That it is none of the scans the order keeps is for whoever read the order to say
        (`keeps`); of one that became such a scan meanwhile, timelines tell the scan only.

        `leaving`: the order may be on its way to the archive, so make sure that it is not
        (which costs a transaction).

        Raises:
            AlreadyApplied: a known provider event.
            VersionConflict: the order has left; look for it again.
        """

    @abstractmethod
    def applied(self, order_id: str, provider: str, event_id: str) -> bool:
        """Whether a provider event stands on the order's record already."""

    @abstractmethod
    def find(self, provider: str, object_id: str) -> str | None:
        """The order a provider's object belongs to, read consistently."""

    @abstractmethod
    def park(self, parked: ParkedEvent) -> None:
        """Keep an event until its object is known.

        Raises:
            VersionConflict: the object became known meanwhile; look it up again.
        """

    @abstractmethod
    def parked(self, provider: str, object_id: str) -> Sequence[ParkedEvent]:
        """Events waiting for a provider's object, oldest first."""

    @abstractmethod
    def unpark(self, parked: ParkedEvent) -> None:
        """Forget a parked event (it was applied otherwise)."""

    @abstractmethod
    def save_token(self, order_id: str, token: str) -> None:
        """Keep the newest task token of the saga's waiting step."""

    @abstractmethod
    def token(self, order_id: str) -> str | None:
        """The newest task token, read consistently; None before the waiting step began."""
