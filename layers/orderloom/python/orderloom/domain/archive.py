"""An order outside the table: whole, and put together from what was found of it."""

from collections.abc import Iterable
from operator import attrgetter

from orderloom.domain.model import DomainModel
from orderloom.domain.order import Order, Placed
from orderloom.domain.transition import EventType, OrderEvent

_KNOWN_BY = frozenset({EventType.PAYMENT_REQUESTED, EventType.LABEL_PURCHASED})
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
    token: str | None = None

    @property
    def nothing(self) -> bool:
        return self == Remains()


class ArchivedOrder(DomainModel):
    """All of an order. `events` without the first, which `placed` tells of."""

    order: Order
    placed: Placed
    events: tuple[OrderEvent, ...]
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
    events = {_identity(event): event for event in (kept.events if kept else ())}
    events |= {_identity(event): event for event in remains.events}
    return ArchivedOrder(
        order=_without_secret(order),
        placed=placed,
        events=tuple(sorted(events.values(), key=attrgetter("version", "recorded_at"))),
        restored=max(restored for _, restored, _ in heads),
    )


def objects_of(events: Iterable[OrderEvent]) -> tuple[tuple[str, str], ...]:
    """(provider, object id) of every provider's object that leads to the order."""
    return tuple(
        (event.data["provider"], event.data["object_id"])
        for event in events
        if event.type in _KNOWN_BY
    )


def _identity(event: OrderEvent) -> tuple[str, str]:
    source = event.provider_event
    return (source.provider, source.event_id) if source else ("", str(event.version))


def _without_secret(order: Order) -> Order:
    """Nobody pays any more: what a shopper could have paid with is not kept."""
    payment = order.payment.model_copy(update={"client_secret": None})
    return order.model_copy(update={"payment": payment})
