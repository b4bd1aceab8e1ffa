"""Lists and timelines as merchants see them."""

from datetime import datetime
from typing import Any, Self

from orderloom.domain.status import OrderStatus, status_of
from orderloom.domain.transition import Actor, EventType
from orderloom.http.outputs import OrderSummary, Output
from orderloom.services.list_orders import OrdersPage
from orderloom.services.view_order import Timeline


class OrderListOutput(Output):
    """Newest first; `next_cursor` asks for the following page, null at the end."""

    data: tuple[OrderSummary, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, page: OrdersPage) -> Self:
        return cls(
            data=tuple(OrderSummary.of(order) for order in page.orders),
            next_cursor=page.next_cursor,
        )


class ProviderEventOutput(Output):
    """The webhook behind an event."""

    provider: str
    event_id: str
    event_type: str
    occurred_at: datetime
    replayed: bool
    swept: bool


class EventOutput(Output):
    """`version`: the order's after the event (or at it, when it changed nothing)."""

    version: int
    type: EventType
    actor: Actor
    recorded_at: datetime
    data: dict[str, Any]
    provider_event: ProviderEventOutput | None


class TimelineOutput(Output):
    """Everything that happened to an order, in order."""

    order_id: str
    status: OrderStatus
    events: tuple[EventOutput, ...]
    archived: bool

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        return cls(
            order_id=timeline.order.order_id,
            status=status_of(timeline.order),
            events=tuple(EventOutput.model_validate(event) for event in timeline.events),
            archived=timeline.archived,
        )
