"""One merchant with fakes of everything, and an order as far along as a test wants."""

from collections.abc import Callable
from typing import Any

from orderloom.domain.closing import Failure
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Order
from orderloom.domain.payment import decide_payment
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.states import FulfilmentState
from orderloom.domain.transition import Transition
from orderloom.ports.archive import OrderDepartures
from orderloom.services.archive_order import ArchiveOrder
from orderloom.services.arrange_shipping import ArrangeShipping
from orderloom.services.await_payment import AwaitPayment
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.refund_payment import RefundPayment
from orderloom.services.release_stock import ReleaseStock
from orderloom.services.request_refund import RequestRefund
from orderloom.services.reserve_stock import ReserveStock
from orderloom.services.restore_order import RestoreOrder
from orderloom.services.view_order import ViewOrder
from orderloom.services.void_label import VoidLabel

from tests.builders.catalogue import a_product, levels
from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.tenants import a_tenant
from tests.builders.transitions import a_source, a_tracking_fact
from tests.fakes.archive import FakeArchive
from tests.fakes.carrier import FakeCarrier
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.departures import FakeDepartures
from tests.fakes.label_purchases import FakeLabelPurchases
from tests.fakes.labels import FakeLabels
from tests.fakes.orders import FakeOrders
from tests.fakes.payments import FakePayments
from tests.fakes.saga import FakeSaga
from tests.fakes.shipping_switch import FakeShippingSwitch
from tests.fakes.stock_books import FakeStockBooks
from tests.fakes.tenants import FakeTenants
from tests.fakes.warehouse import Warehouse

CANCELLED = Failure(error="OrderCancelled", detail="asked for")


class Shop:
    """Three counters of two mugs each; the order wants two mugs."""

    def __init__(self, *, shipping: ShippingPolicy | None = None, **order: Any) -> None:
        self.clock = FakeClock()
        warehouse = Warehouse()
        self.orders = FakeOrders(clock=self.clock, warehouse=warehouse)
        self.catalogue = FakeCatalogue(warehouse=warehouse)
        self.catalogue.save(a_product(), seen=(), levels=levels("MUG-1", 2, 2, 2))
        self.payments = FakePayments()
        self.providers_asked: set[str | None] = set()
        self.carrier = FakeCarrier()
        self.purchases = FakeLabelPurchases()
        self.labels = FakeLabels()
        self.switch = FakeShippingSwitch()
        self.saga = FakeSaga()
        self.tenants = FakeTenants(a_tenant(shipping=shipping or ShippingPolicy()))
        self.archive = FakeArchive()
        self.departures = FakeDepartures(self.orders)
        self.stock_books = FakeStockBooks()
        self.stock_books.advance(self.clock.now(), was=None)
        self.archived: list[str] = []
        self.archive_order = self.archiver(departures_for=lambda _tenant: self.departures)
        self.restore_order = RestoreOrder(
            departures_for=lambda _tenant: self.departures,
            archive_for=lambda _tenant: self.archive,
            tenants=self.tenants,
            clock=self.clock,
        )
        self.view = ViewOrder(orders=self.orders, archive=self.archive)
        self.request_refund = RequestRefund(
            orders=self.orders, view=self.view, restore=self.restore_order, clock=self.clock
        )
        order.setdefault("payment", a_payment(max_attempts=2))
        placed = an_order(**order)
        self.order_id = placed.order_id
        self.orders.add(placed, a_placed(placed))
        requester = PaymentRequester(
            orders=self.orders, payments=self._payments_of, clock=self.clock
        )
        self.reserve_stock = ReserveStock(
            orders=self.orders, catalogue=self.catalogue, clock=self.clock
        )
        self.await_payment = AwaitPayment(orders=self.orders, requester=requester, saga=self.saga)
        self.arrange_shipping = ArrangeShipping(
            orders=self.orders,
            purchases=self.purchases,
            tenant=self.tenants.tenant("acme"),
            accounts={"shipstation": self.carrier},
            labels=self.labels,
            switch=self.switch,
            clock=self.clock,
        )
        self.void_label = VoidLabel(
            orders=self.orders,
            purchases=self.purchases,
            accounts={"shipstation": self.carrier},
            clock=self.clock,
        )
        self.refund_payment = RefundPayment(
            orders=self.orders,
            payments=self._payments_of,
            requester=requester,
            clock=self.clock,
        )
        self.release_stock = ReleaseStock(orders=self.orders, clock=self.clock)

    def archiver(self, *, departures_for: Callable[[str], OrderDepartures]) -> ArchiveOrder:
        return ArchiveOrder(
            departures_for=departures_for,
            archive_for=lambda _tenant: self.archive,
            books_for=lambda _tenant: self.stock_books,
            tenants=self.tenants,
            clock=self.clock,
            on_archived=lambda archived: self.archived.append(archived.order.order_id),
        )

    def _payments_of(self, provider: str | None) -> FakePayments:
        self.providers_asked.add(provider)
        return self.payments

    @property
    def order(self) -> Order:
        return self.orders.get(self.order_id)

    @property
    def stock(self) -> int:
        return sum(level.available for level in self.catalogue.levels({"MUG-1": 3}))

    @property
    def events(self) -> list[str]:
        return [commit.event.type.value for commit in self.orders.commits]

    def requested(self) -> "Shop":
        """Waiting for its payment, with token `t1`."""
        self.reserve_stock(self.order_id)
        self.await_payment(self.order_id, "t1")
        return self

    def captured(self) -> "Shop":
        """The provider has the money, and its webhook is applied."""
        intent_id = self.order.payment.intent_id or ""
        self.payments.pay(intent_id, self.order.total)
        fact = PaymentFact(
            source=a_source(),
            outcome=PaymentOutcome.CAPTURED,
            intent_id=intent_id,
            amount=self.order.total,
            currency="USD",
        )
        decision = decide_payment(self.order, fact, self.clock.now())
        assert isinstance(decision, Transition)
        self.orders.commit(decision)
        return self

    def labelled(self) -> "Shop":
        self.requested().captured()
        self.arrange_shipping(self.order_id)
        return self

    def delivered(self) -> "Shop":
        """At its end: nothing is expected any more."""
        return self.labelled().delivered_now()

    def delivered_now(self) -> "Shop":
        """The parcel arrives."""
        fact = a_tracking_fact(
            tracking_number=self.order.fulfilment.tracking_number or "",
            state=FulfilmentState.DELIVERED,
        )
        decision = decide_tracking(self.order, fact, self.clock.now())
        assert isinstance(decision, Transition)
        self.orders.commit(decision)
        return self

    def give_up(self, failure: Failure = CANCELLED) -> None:
        """All of the compensation, as the saga runs it."""
        self.void_label(self.order_id, failure)
        self.refund_payment(self.order_id, failure)
        self.release_stock(self.order_id, failure)
