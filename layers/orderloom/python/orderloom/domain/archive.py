"""An order outside the table: whole, and put together from what was found of it."""

from collections.abc import Callable, Hashable, Iterable
from operator import attrgetter
from typing import TypeVar

from orderloom.domain.kept_scans import event_of
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.model import DomainModel
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.transition import EventType, OrderEvent

_T = TypeVar("_T")

_KNOWN_BY = frozenset(
    {EventType.PAYMENT_REQUESTED, EventType.LABEL_PURCHASED, EventType.SHIPMENT_ENTERED}
)
"""Events that made a provider's object known as the order's."""


class DepartedHead(DomainModel):
    """The head of an order that time to live took from the table.

    Attributes:
        restored: how often the order had come back from the archive before.
    """

    order: Order
    restored: int = 0


class Remains(DomainModel):
    """What the table still holds of an order without its head."""

    placed: Placed | None = None
    events: tuple[OrderEvent, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()
    operations: tuple[Operation, ...] = ()
    token: str | None = None

    @property
    def nothing(self) -> bool:
        return self == Remains()


class ArchivedOrder(DomainModel):
    """All of an order. `events` without the first, which `placed` tells of."""

    order: Order
    placed: Placed
    events: tuple[OrderEvent, ...]
    entries: tuple[LedgerEntry, ...] = ()
    operations: tuple[Operation, ...] = ()
    restored: int = 0


def joined(
    kept: ArchivedOrder | None, head: DepartedHead, remains: Remains
) -> ArchivedOrder | None:
    """Everything known of an order: in the archive, in its last head, in the table.

    Nothing that was archived once is left out, so joining again after a crash, or from an old
    head, takes nothing away. None: nobody knows any more what was ordered.
    """
    placed = remains.placed or (kept.placed if kept else None)
    if placed is None:
        return None
    heads = [(head.order.version, head.restored, head.order)]
    if kept is not None:
        heads.append((kept.order.version, kept.restored, kept.order))
    order = max(heads, key=lambda known: known[:2])[2]
    known_before = kept or remains
    kept_scans = (event_of(head.order, scan) for scan in head.order.scans)
    events = _once((*known_before.events, *remains.events, *kept_scans), _identity)
    entries = _once((*known_before.entries, *remains.entries), _movement)
    operations = _once((*known_before.operations, *remains.operations), attrgetter("operation"))
    return ArchivedOrder(
        order=_outside(order),
        placed=placed,
        events=tuple(sorted(events, key=attrgetter("version", "recorded_at"))),
        entries=tuple(sorted(entries, key=attrgetter("posted_at", "object_id", "kind"))),
        operations=tuple(sorted(operations, key=attrgetter("requested_at", "operation"))),
        restored=max(restored for _, restored, _ in heads),
    )


def objects_of(whole: ArchivedOrder) -> tuple[tuple[str, str], ...]:
    """(provider, object id) of every provider's object that leads to the order."""
    asked_for = [
        (event.data["provider"], event.data["object_id"])
        for event in whole.events
        if event.type in _KNOWN_BY
    ]
    payment = whole.order.payment
    if payment.provider is not None and payment.payment_id is not None:
        asked_for.append((payment.provider, payment.payment_id))
    return tuple(dict.fromkeys(asked_for))


def _once(found: Iterable[_T], identity: Callable[[_T], Hashable]) -> list[_T]:
    """The last of each."""
    return list({identity(each): each for each in found}.values())


def _movement(entry: LedgerEntry) -> tuple[str, ...]:
    return entry.provider, entry.object_id, entry.kind.value


def _identity(event: OrderEvent) -> tuple[str, str]:
    source = event.provider_event
    return (source.provider, source.event_id) if source else ("", str(event.version))


def _outside(order: Order) -> Order:
    """Nobody pays any more: what a shopper could have paid with is not kept.

    Nor are scans kept on the head: they are among the events, and so the head has room again.
    """
    payment = order.payment.model_copy(update={"client_secret": None})
    return order.model_copy(update={"payment": payment, "scans": ()})
