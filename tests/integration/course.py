"""An order's whole way on the product's own services, against a real table."""

from dataclasses import replace

import pytest
from orderloom.adapters.dynamodb.label_purchases import DynamoLabelPurchases
from orderloom.adapters.provider_registry import AdapterRegistry
from orderloom.adapters.signed_cursors import SignedCursors
from orderloom.domain.facts import PaymentFact, PaymentOutcome, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.reactions import ResumePayment, StartSaga, WakeParked
from orderloom.domain.states import FulfilmentState
from orderloom.errors import InsufficientStock
from orderloom.ports.event_reader import EventReader
from orderloom.services.apply_event import ApplyEvent, Outcome
from orderloom.services.arrange_shipping import ArrangeShipping
from orderloom.services.await_payment import AwaitPayment
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.list_orders import ListOrders
from orderloom.services.order_lines import WantedLine
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.place_order import OrderRequest, PlaceOrder
from orderloom.services.reserve_stock import ReserveStock
from orderloom.services.view_order import ViewOrder
from orderloom.services.view_product import ViewProduct

from tests.builders.inbound import an_inbound_event
from tests.builders.orders import a_customer, an_address
from tests.builders.tenants import a_connection, a_tenant
from tests.builders.transitions import a_source
from tests.fakes.archive import FakeArchive
from tests.fakes.carrier import FakeCarrier
from tests.fakes.labels import FakeLabels
from tests.fakes.payments import FakePayments
from tests.fakes.quotes import FakeQuotes
from tests.fakes.saga import FakeSaga
from tests.fakes.shipping_switch import FakeShippingSwitch
from tests.fakes.tenants import FakeTenants
from tests.integration.steps import stocked
from tests.integration.worlds import DynamoWorld

SKU = "MUG-1"
COUNTERS = 4
INTENT, PARCEL = "pi_1", "1Z0000000000000001"
"""What the fakes of the providers call the first payment and the first parcel."""


class Told(EventReader):
    """Reads the fact it was told, whatever the event."""

    fact: PaymentFact | TrackingFact

    def read(self, event: InboundEvent) -> PaymentFact | TrackingFact:  # noqa: ARG002
        return self.fact


class Course:
    """Tenants are a fake: what is kept of them is another matter (test_tenant_cache.py)."""

    def __init__(self, world: DynamoWorld) -> None:
        self.orders, self.catalogue = world.orders(), world.catalogue()
        self._view = ViewOrder(orders=self.orders, archive=FakeArchive(world.tenant_id))
        self._tenants = FakeTenants(a_tenant(world.tenant_id, order_list_shards=4))
        self._tenants.connect(world.tenant_id, a_connection())
        self._clock, self._saga, self._told = world.clock, FakeSaga(), Told()
        self._payments, self._carrier = FakePayments(), FakeCarrier()
        self._table = world.table
        self._apply = ApplyEvent(
            orders_for=world.orders,
            reader_for=lambda _: self._told,
            restore=lambda _tenant_id, order_id: pytest.fail(f"{order_id} is in the table"),
            clock=world.clock,
        )
        self._drive = DriveSaga(orders_for=world.orders, saga=self._saga)
        self.tenant_id, self.key = world.tenant_id, "the idempotency key of this order"
        stocked(world, SKU, *[100] * COUNTERS)

    def refuse(self) -> None:
        """An order for more than all counters hold."""
        with pytest.raises(InsufficientStock):
            self._place(100 * COUNTERS + 1)

    def place(self) -> None:
        self.order_id = self._place(1)

    def _place(self, quantity: int) -> str:
        request = OrderRequest(
            currency="USD",
            lines=(WantedLine(SKU, quantity),),
            customer=a_customer(),
            ship_to=an_address(),
            reference="PO-2025-000123",
            fingerprint="f" * 64,
        )
        place = PlaceOrder(
            orders=self.orders,
            catalogue=self.catalogue,
            tenants=self._tenants,
            providers=AdapterRegistry(),
            quotes=FakeQuotes(self.tenant_id),
            clock=self._clock,
            random_bits=lambda _: 7,
        )
        return place(request, self.key).order.order_id

    def start_saga(self) -> None:
        self._drive(StartSaga(tenant_id=self.tenant_id, order_id=self.order_id, attempt=1))

    def reserve_stock(self) -> None:
        reserve = ReserveStock(orders=self.orders, catalogue=self.catalogue, clock=self._clock)
        reserve(self.order_id)

    def await_payment(self) -> None:
        requester = PaymentRequester(
            orders=self.orders, payments=lambda _: self._payments, clock=self._clock
        )
        waiting = AwaitPayment(orders=self.orders, requester=requester, saga=self._saga)
        waiting(self.order_id, "t" * 700)

    def wake_for_payment(self) -> None:
        self._wake("stripe", INTENT)

    def capture_payment(self) -> None:
        self._payments.pay(INTENT, 1250)
        assert self._payment("evt_1", PaymentOutcome.CAPTURED) is Outcome.APPLIED

    def note_payment(self) -> None:
        assert self._payment("evt_2", PaymentOutcome.CAPTURED) is Outcome.NOTED

    def resume_saga(self) -> None:
        self._drive(ResumePayment(tenant_id=self.tenant_id, order_id=self.order_id))

    def arrange_shipping(self) -> None:
        arrange = ArrangeShipping(
            orders=self.orders,
            purchases=DynamoLabelPurchases(self._table, self.tenant_id, self._clock),
            tenant=self._tenants.tenant(self.tenant_id),
            accounts={"shipstation": self._carrier},
            labels=FakeLabels(),
            switch=FakeShippingSwitch(),
            clock=self._clock,
        )
        arrange(self.order_id)

    def wake_for_tracking(self) -> None:
        self._wake("shipstation", PARCEL)

    def _wake(self, provider: str, object_id: str) -> None:
        news = WakeParked(
            tenant_id=self.tenant_id,
            provider=provider,
            object_id=object_id,
            order_id=self.order_id,
        )
        self._apply.wake(news)

    def track(self, state: FulfilmentState = FulfilmentState.SHIPPED) -> None:
        self._told.fact = TrackingFact(
            source=a_source(f"trk_{state}", provider="shipstation", event_type="track"),
            tracking_number=PARCEL,
            state=state,
            description="Departed the facility of the carrier",
        )
        event = an_inbound_event(f"trk_{state}", tenant_id=self.tenant_id)
        assert self._apply(replace(event, provider="shipstation")) is Outcome.APPLIED

    def view_order(self) -> None:
        self._view(self.order_id)

    def view_timeline(self) -> None:
        self._view.timeline(self.order_id)

    def view_product(self) -> None:
        ViewProduct(catalogue=self.catalogue)(SKU)

    def list_orders(self) -> None:
        cursors = SignedCursors("a secret")
        page = ListOrders(orders=self.orders, tenants=self._tenants, cursors=cursors)
        assert len(page(limit=25, cursor=None).orders) == 1

    def _payment(self, event_id: str, outcome: PaymentOutcome) -> Outcome:
        self._told.fact = PaymentFact(
            source=a_source(event_id),
            outcome=outcome,
            intent_id=INTENT,
            amount=1250,
            currency="USD",
        )
        return self._apply(an_inbound_event(event_id, tenant_id=self.tenant_id))
