"""Orders with parcels that are scanned."""

from datetime import timedelta
from itertools import cycle

from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.inbound import InboundEvent, ParkedEvent
from orderloom.domain.order import Fulfilment, Order, ParcelOnItsWay
from orderloom.domain.states import FulfilmentState
from orderloom.domain.transition import EventType, OrderEvent, Transition

from tests.builders.transitions import a_source, a_tracking_fact, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import placed_order
from tests.integration.worlds import World

NUMBER = "1Z0000000000000001"
SECOND = "1Z0000000000000002"
PARCEL = Fulfilment(
    state=FulfilmentState.LABELLED,
    account="shipstation",
    label_id="se-1",
    tracking_number=NUMBER,
    moved_at=MOMENT,
)
_TO_AND_FRO = cycle((FulfilmentState.EXCEPTION, FulfilmentState.SHIPPED))


def labelled(world: World, *numbers: str) -> Order:
    """`numbers`: of its parcels, where it has several."""
    several = tuple(ParcelOnItsWay(tracking_number=number) for number in numbers)
    parcel = PARCEL.model_copy(update={"parcels": several})
    known = {"provider": "shipstation", "object_id": NUMBER}
    bought = a_transition(
        placed_order(world), EventType.LABEL_PURCHASED, data=known, fulfilment=parcel
    )
    world.orders().commit(bought)
    return bought.order


def scan_of(
    order: Order,
    event_id: str,
    state: FulfilmentState = FulfilmentState.SHIPPED,
    *,
    number: str = NUMBER,
    description: str = "Departed facility",
) -> Transition:
    source = a_source(event_id, provider="shipstation", event_type="TRACK_EVENT_V2")
    fact = a_tracking_fact(
        source=source, tracking_number=number, state=state, description=description
    )
    decision = decide_tracking(order, fact, MOMENT + timedelta(minutes=order.version))
    assert isinstance(decision, Transition)
    return decision


def note_of(order: Order, event_id: str) -> OrderEvent:
    """Of a scan that says nothing new."""
    source = a_source(event_id, provider="shipstation", event_type="TRACK_EVENT_V2")
    decision = decide_tracking(order, a_tracking_fact(source=source, state=None), MOMENT)
    assert isinstance(decision, OrderEvent)
    return decision


def scanned(world: World, order: Order, times: int) -> Order:
    """As often as that moved on, each time by an event of its own: `scan-1`, `scan-2`, …"""
    for number in range(1, times + 1):
        moved = scan_of(order, f"scan-{number}", next(_TO_AND_FRO))
        world.orders().commit(moved)
        order = moved.order
    return order


def waiting_scan(world: World, event_id: str) -> ParkedEvent:
    event = InboundEvent(
        tenant_id=world.tenant_id,
        provider="shipstation",
        event_id=event_id,
        received_at=MOMENT,
        body="{}",
    )
    return ParkedEvent(object_id=NUMBER, event=event)
