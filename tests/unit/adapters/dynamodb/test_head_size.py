"""DynamoDB bills writes by the KB: a head above one would make every transition cost twice as much.

Names are as long as real providers make them.
"""

from datetime import timedelta

from orderloom.adapters.dynamodb.order_mapping import new_order_record, order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.domain.catalogue import Allocation
from orderloom.domain.facts import EventSource
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.scan import KeptScan
from orderloom.domain.states import FulfilmentState, PaymentState, StockState

from tests.builders.orders import a_payment, an_order
from tests.fakes.clock import MOMENT
from tests.item_size import item_size

WAY = (
    (FulfilmentState.SHIPPED, "Accepted by carrier"),
    (FulfilmentState.OUT_FOR_DELIVERY, "Out for delivery"),
    (FulfilmentState.DELIVERED, "Delivered"),
)
PLACED = an_order(tenant_id="acme-tea")


def a_scan(number: int) -> KeptScan:
    """Named as ShipStation's events are."""
    state, description = WAY[number]
    return KeptScan(
        source=EventSource(
            provider="shipstation",
            event_id=f"sha256-{number:064x}",
            event_type="TRACK_EVENT_V2",
            occurred_at=MOMENT - timedelta(minutes=47, seconds=13),
        ),
        version=6 + number,
        recorded_at=MOMENT,
        tracking_number="1Z999AA10123456784",
        description=description,
        state=state,
    )


def shipped(scans: int) -> Order:
    changes = {
        "version": 5 + scans,
        "stock": StockState.RESERVED,
        "saga_running": False,
        "allocations": (Allocation(sku="MUG-BLUE-01", shard=1, quantity=2),),
        "payment": a_payment(
            state=PaymentState.PAID,
            provider="stripe",
            intent_id="pi_3MtwBwLkdIwHu7ix28a3tqPa",
            account="acct_1032D82eZvKYlo2C",
            livemode=True,
            payment_id="ch_3MtwBwLkdIwHu7ix28a3tqPa",
            captured=2500,
            fee=103,
            expires_at=MOMENT,
        ),
        "fulfilment": Fulfilment(
            state=WAY[scans - 1][0] if scans else FulfilmentState.LABELLED,
            account="shipstation",
            carrier="ups",
            service="ups_ground",
            label_id="se-28529731",
            tracking_number="1Z999AA10123456784",
            label_key=f"labels/acme-tea/{PLACED.order_id}/se-28529731.pdf",
            cost=895,
            cost_currency="USD",
            moved_at=MOMENT - timedelta(minutes=47, seconds=13),
        ),
        "scans": tuple(map(a_scan, range(scans))),
    }
    return PLACED.model_copy(update=changes)


def test_a_paid_and_shipped_order_stays_below_a_kilobyte() -> None:
    """With its first scan; and what two more of them add."""
    records = [new_order_record(shipped(scans), 4) for scans in range(4)]
    sizes = [item_size(record.serialize()) for record in records]
    assert sizes[1] <= 1024
    assert sizes[3] <= 1200
    for scans, record in enumerate(records):
        assert order_of(OrderRecord.from_raw_data(record.serialize())) == shipped(scans)
