"""One tenant's parcels on their way, with fakes of everything."""

from datetime import datetime, timedelta

from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.parcel_watch import Watch
from orderloom.domain.states import FulfilmentState as S
from orderloom.ports.carrier import Scan
from orderloom.services.look_after_parcels import LookAfterParcels, LookReport

from tests.builders.tenants import a_tenant
from tests.fakes.carrier import FakeCarrier
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.parcels import FakeParcels
from tests.unit.domain.orders import NOW, a_shipped_order


class Desk:
    """One tenant's parcels with DHL."""

    def __init__(self, *, told: bool = False) -> None:
        self.clock = FakeClock(NOW)
        self.orders = FakeOrders(clock=self.clock)
        self.carrier = FakeCarrier(name="dhl")
        self.look = LookAfterParcels(
            tenant=a_tenant("acme"),
            orders=self.orders,
            parcels=FakeParcels(self.orders),
            carrier=self.carrier,
            clock=self.clock,
            told=told,
        )

    def parcel(self, state: S, *, order_id: str = "ord_1", **ago: float) -> None:
        """Due now; it last moved so long ago."""
        fulfilment = Fulfilment(
            state=state,
            account="dhl",
            carrier="dhl",
            service="express",
            label_id=f"label-{order_id}",
            tracking_number=f"T-{order_id}",
            moved_at=NOW - timedelta(**ago),
        )
        self.orders.add(a_shipped_order(state, order_id=order_id, fulfilment=fulfilment))
        due = NOW - timedelta(minutes=1)
        watch = Watch(order_id=order_id, account="dhl", shard=0, due=due)
        self.orders.watches[order_id] = watch

    def scanned(self, *scans: tuple[S | None, datetime], order_id: str = "ord_1") -> None:
        told = [Scan(state, moment, "told by the carrier") for state, moment in scans]
        self.carrier.scans[f"T-{order_id}"] = told

    def __call__(self) -> LookReport:
        return self.look("dhl")

    def order(self, order_id: str = "ord_1") -> Order:
        return self.orders.get(order_id)

    def next_look(self, order_id: str = "ord_1") -> timedelta | None:
        watch = self.orders.watches.get(order_id)
        return watch.due - self.clock.now() if watch else None
