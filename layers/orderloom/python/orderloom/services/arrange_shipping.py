"""Saga step ArrangeShipping: the cheapest rate, one label, its document kept."""

from orderloom.domain.dispute import hold
from orderloom.domain.holdings import on_hold, refundable
from orderloom.domain.order import Fulfilment, FulfilmentState, Lifecycle, Order, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import OrderCancelled, ProviderRefused, ShippingFailed, TransientError
from orderloom.ports.carrier import Carrier, Label, Rate, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.optimistic import deciding_again

_PAID = frozenset({PaymentState.PAID, PaymentState.PART_REFUNDED})


def label_operation(order_id: str) -> str:
    """The name a label purchase is found again by."""
    return f"{order_id}:label"


class ArrangeShipping:
    """Safe to repeat at any point: a label bought before is found, never bought twice."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        tenants: TenantDirectory,
        carrier: Carrier,
        labels: LabelStore,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._tenants = tenants
        self._carrier = carrier
        self._labels = labels
        self._clock = clock

    def __call__(self, order_id: str) -> None:
        """Raises OrderCancelled, ShippingFailed, ProviderUnavailable.

        A disputed order is held: the saga ends here, and the end of the dispute starts another.
        """
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if order.fulfilment.label_id is not None:
            return
        if on_hold(order):
            self._hold(order_id)
            return
        if order.payment.state not in _PAID or refundable(order) == 0:
            raise ShippingFailed(f"{order_id} is {order.payment.state}, not paid")
        label, offers = self._label(order)
        document_key = self._labels.put(
            tenant_id=order.tenant_id,
            order_id=order_id,
            label_id=label.label_id,
            document=self._carrier.document(label),
        )
        if self._record(order_id, label, document_key, offers).lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)

    @deciding_again
    def _hold(self, order_id: str) -> None:
        """A dispute that ended meanwhile saw the saga running, so the step must go on itself."""
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if not on_hold(order):
            raise TransientError(f"{order_id} is held no longer")
        self._orders.commit(hold(order, self._clock.now()))

    def _label(self, order: Order) -> tuple[Label, tuple[Rate, ...]]:
        operation = label_operation(order.order_id)
        bought = self._carrier.find_label(operation)
        if bought is not None:
            return bought, ()
        placed = self._orders.placed(order.order_id)
        shipment = Shipment(
            ship_from=self._tenants.tenant(order.tenant_id).ship_from,
            ship_to=placed.ship_to,
            weight_grams=placed.weight_grams,
            currency=order.currency,
            operation_key=operation,
        )
        try:
            offers = self._carrier.rates(shipment)
            if not offers:
                raise ShippingFailed(f"{self._carrier.name} offers no rate for this parcel")
            return self._carrier.buy(shipment, cheapest(offers)), offers
        except ProviderRefused as exc:
            raise ShippingFailed(str(exc)) from exc

    @deciding_again
    def _record(
        self, order_id: str, label: Label, document_key: str, offers: tuple[Rate, ...]
    ) -> Order:
        """Commit the label even if the order is being given up.

        Only what is on record can be voided.
        """
        order = self._orders.get(order_id)
        if order.fulfilment.label_id is not None:
            return order
        bought = transition(
            order,
            EventType.LABEL_PURCHASED,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={
                "fulfilment": _labelled(label, document_key),
                "saga_running": order.lifecycle is not Lifecycle.OPEN,
            },
            data={
                "provider": self._carrier.name,
                "object_id": label.tracking_number,
                "label_id": label.label_id,
                "service": label.service,
                "cost": label.cost,
                "currency": label.currency,
                "rates_compared": len(offers),
            },
        )
        reference = ProviderObject(self._carrier.name, label.tracking_number)
        self._orders.commit(bought, reference=reference)
        return bought.order


def cheapest(offers: tuple[Rate, ...]) -> Rate:
    """The lowest price; of equal ones the fastest, then by service name, so that it is stable."""
    return min(offers, key=lambda r: (r.amount, r.delivery_days or 99, r.service, r.rate_id))


def _labelled(label: Label, document_key: str) -> Fulfilment:
    return Fulfilment(
        state=FulfilmentState.LABELLED,
        carrier=label.carrier,
        service=label.service,
        label_id=label.label_id,
        tracking_number=label.tracking_number,
        label_key=document_key,
        cost=label.cost,
        cost_currency=label.currency,
    )
