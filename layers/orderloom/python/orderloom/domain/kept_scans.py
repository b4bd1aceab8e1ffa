"""Scans on an order's head: claim, effect and timeline entry of each are one write of one item.

Few orders have more than are kept. Those beyond, and those a carrier has much to say of, are
events of their own, like all others: the head is rewritten, and billed, by its size.
"""

from collections.abc import Iterable

from orderloom.domain.facts import EventSource
from orderloom.domain.order import Order
from orderloom.domain.scan import KeptScan
from orderloom.domain.transition import Actor, EventType, OrderEvent
from orderloom.errors import AlreadyApplied

MOST_KEPT = 8
LONGEST_KEPT = 120
"""Characters of its description."""


def with_scan(order: Order, scan: KeptScan) -> tuple[KeptScan, ...]:
    """The scans the order keeps once this one has moved it."""
    if len(order.scans) >= MOST_KEPT or len(scan.description) > LONGEST_KEPT:
        return order.scans
    return (*order.scans, scan)


def keeps(order: Order, source: EventSource | None) -> bool:
    """Whether the order's head has the claim on that event."""
    return source is not None and names(order, source.provider, source.event_id)


def names(order: Order, provider: str, event_id: str) -> bool:
    """Whether a provider's event is that of a scan on the order's head."""
    return any(_name(scan.source) == (provider, event_id) for scan in order.scans)


def refuse_if_kept(order: Order, source: EventSource) -> None:
    """Raises AlreadyApplied: it is the event of a scan that moved the order on before."""
    if keeps(order, source):
        raise AlreadyApplied(f"{order.order_id} keeps {source.provider}'s {source.event_id}")


def kept_before(order: Order, event: OrderEvent) -> bool:
    """Whether `event`, which is about to lead to `order`, led to one of its earlier versions."""
    source = event.provider_event
    return source is not None and any(
        _name(scan.source) == _name(source) and scan.version != event.version
        for scan in order.scans
    )


def event_of(order: Order, scan: KeptScan) -> OrderEvent:
    """The scan as the entry of the timeline that it is."""
    return OrderEvent(
        order_id=order.order_id,
        tenant_id=order.tenant_id,
        version=scan.version,
        type=EventType.SHIPMENT_UPDATED,
        actor=Actor.WEBHOOK,
        recorded_at=scan.recorded_at,
        data=scan.told,
        provider_event=scan.source,
    )


def with_kept(order: Order, events: Iterable[OrderEvent]) -> tuple[OrderEvent, ...]:
    """All entries of the timeline, in order: `events` and what the head keeps.

    Two deliveries of one event that saw different versions may have left a note and a scan: the
    scan is what happened.
    """
    others = [event for event in events if not keeps(order, event.provider_event)]
    whole = [*others, *(event_of(order, scan) for scan in order.scans)]
    return tuple(sorted(whole, key=lambda event: (event.version, event.recorded_at)))


def _name(source: EventSource) -> tuple[str, str]:
    return source.provider, source.event_id
