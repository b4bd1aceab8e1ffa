"""One tenant's orders in memory, with the promises of the real ones."""

from collections import deque
from collections.abc import Callable, Sequence

from orderloom import keys
from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.kept_scans import keeps, kept_before
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.parcel_watch import Watch
from orderloom.domain.transition import OrderEvent, Transition
from orderloom.errors import AlreadyApplied, Conflict, CorruptRecord, VersionConflict
from orderloom.ports.clock import Clock
from orderloom.ports.orders import IdempotencyRecord, ProviderObject, StockMove

from tests.fakes.order_reads import IDEMPOTENCY_KEPT, FakeOrderReads
from tests.fakes.warehouse import Warehouse


class FakeOrders(FakeOrderReads):
    """`commits` are the transitions written, in order; `watches` the parcels looked after."""

    def __init__(
        self,
        tenant_id: str = "acme",
        *,
        clock: Clock | None = None,
        warehouse: Warehouse | None = None,
    ) -> None:
        super().__init__(tenant_id, clock=clock, warehouse=warehouse)
        self.commits: list[Transition] = []
        self.watches: dict[str, Watch] = {}
        self._interruptions: deque[Callable[[], object]] = deque()

    def before_next_commit(self, action: Callable[[], object]) -> None:
        """Let somebody else act between the caller's read and its write."""
        self._interruptions.append(action)

    def add(self, order: Order, placed: Placed | None = None) -> None:
        """Have an order at any version, without its history."""
        self._heads[order.order_id] = order
        if placed is not None:
            self._placed[order.order_id] = placed

    def everyone(self) -> list[Order]:
        return list(self._heads.values())

    def forget(self, order_id: str) -> None:
        """It was archived."""
        del self._heads[order_id]

    def place(
        self,
        order: Order,
        placed: Placed,
        *,
        list_shards: int,
        idempotency: IdempotencyRecord,
    ) -> None:
        self._own(order.tenant_id, placed.tenant_id)
        with self._lock, self.faults.around("place"):
            if self.idempotent(idempotency.key) is not None:
                raise AlreadyApplied(f"{order.order_id}: the idempotency key exists")
            expires_at = self._clock.now() + IDEMPOTENCY_KEPT
            self._idempotency[idempotency.key] = (idempotency, expires_at)
        self.place_claimed(order, placed, list_shards=list_shards)

    def place_claimed(
        self,
        order: Order,
        placed: Placed,
        *,
        list_shards: int,  # noqa: ARG002 - here is one list only
    ) -> None:
        with self._lock, self.faults.around("place_claimed"):
            if order.order_id in self._heads:
                raise AlreadyApplied(f"{order.order_id} exists")
            self.add(order, placed)

    def commit(
        self,
        transition: Transition,
        *,
        stock: StockMove | None = None,
        unpark: ParkedEvent | None = None,
        operation: Operation | None = None,
        aliases: Sequence[ProviderObject] = (),
    ) -> None:
        self._own(transition.order.tenant_id, transition.event.tenant_id)
        if self._interruptions:
            self._interruptions.popleft()()
        with self._lock, self.faults.around("commit"):
            self._check(transition, stock, aliases)
            self._post(transition.entries, operation)
            self._heads[transition.order.order_id] = transition.order
            if not keeps(transition.order, transition.event.provider_event):
                self._events[event_key(transition.event)] = transition.event
            if stock is not None:
                self._warehouse.move(stock)
            for one in aliases:
                self._references[_object(one)] = transition.order.order_id
            if unpark is not None:
                self.unpark(unpark)
            self.commits.append(transition)

    def refer(self, known: ProviderObject, order_id: str) -> None:
        with self._lock, self.faults.around("refer"):
            self._refuse_if_anothers(known, order_id)
            self._references[_object(known)] = order_id

    def watch(self, watch: Watch) -> None:
        with self.faults.around("watch"):
            self.watches[watch.order_id] = watch

    def note(
        self, event: OrderEvent, *, unpark: ParkedEvent | None = None, leaving: bool = False
    ) -> None:
        self._own(event.tenant_id)
        if event.provider_event is None:
            raise ValueError("only a provider's event can be noted")
        with self._lock, self.faults.around("note"):
            if event_key(event) in self._events:
                raise AlreadyApplied(str(event_key(event)))
            if leaving and event.order_id not in self._heads:
                raise VersionConflict(f"{event.order_id} has left")
            self._events[event_key(event)] = event
            if unpark is not None:
                self.unpark(unpark)

    def park(self, parked: ParkedEvent) -> None:
        self._own(parked.event.tenant_id)
        with self._lock, self.faults.around("park"):
            if (parked.event.provider, parked.object_id) in self._references:
                raise VersionConflict(f"{parked.object_id} is known by now")
            self._parked[_place(parked)] = parked

    def unpark(self, parked: ParkedEvent) -> None:
        self._own(parked.event.tenant_id)
        self._parked.pop(_place(parked), None)

    def save_token(self, order_id: str, token: str) -> None:
        with self.faults.around("save_token"):
            self._tokens[order_id] = token

    def _check(
        self, transition: Transition, stock: StockMove | None, known: Sequence[ProviderObject]
    ) -> None:
        order, event = transition.order, transition.event
        if event_key(event) in self._events and event.provider_event is not None:
            raise AlreadyApplied(str(event_key(event)))
        held = self._heads.get(order.order_id)
        if kept_before(order, event) or (held and keeps(held, event.provider_event)):
            raise AlreadyApplied(str(event_key(event)))
        if held is None or held.version != order.version - 1 or event_key(event) in self._events:
            raise VersionConflict(f"{order.order_id} is past version {order.version - 1}")
        if stock is not None:
            self._warehouse.check(stock)
        for one in known:
            self._refuse_if_anothers(one, order.order_id)

    def _refuse_if_anothers(self, known: ProviderObject, order_id: str) -> None:
        if self._references.get(_object(known), order_id) not in {order_id, known.former}:
            raise Conflict(f"{known.object_id} belongs to another order")

    def _post(self, entries: Sequence[LedgerEntry], operation: Operation | None) -> None:
        """The last check, so that nothing is written when it fails."""
        posted = {entry_key(entry): entry for entry in entries}
        asked = (operation.order_id, operation.operation) if operation else None
        if posted.keys() & self._ledger.keys() or asked in self._operations:
            raise VersionConflict("posted or recorded before")
        self._ledger |= posted
        if operation is not None:
            self._operations[operation.order_id, operation.operation] = operation

    def _own(self, *tenant_ids: str) -> None:
        if any(tenant_id != self.tenant_id for tenant_id in tenant_ids):
            raise CorruptRecord(f"an item for {self.tenant_id}", "tenant_id")


def event_key(event: OrderEvent) -> keys.Key:
    source = event.provider_event
    if source is None:
        return keys.transition_event(event.tenant_id, event.order_id, event.version)
    return keys.provider_event(event.tenant_id, event.order_id, source.provider, source.event_id)


def entry_key(entry: LedgerEntry) -> keys.Key:
    return keys.ledger_entry(
        entry.tenant_id, entry.order_id, entry.provider, entry.object_id, entry.kind
    )


def _object(reference: ProviderObject) -> tuple[str, str]:
    return (reference.provider, reference.object_id)


def _place(parked: ParkedEvent) -> tuple[str, str, str]:
    return (parked.event.provider, parked.object_id, parked.event.event_id)
