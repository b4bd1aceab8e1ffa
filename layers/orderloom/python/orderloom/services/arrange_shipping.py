"""Saga step ArrangeShipping: the best rate, one label, its document kept."""

from collections.abc import Mapping
from typing import Any

from orderloom.domain.dispute import hold
from orderloom.domain.label_purchase import OfferOnRecord
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.shipping import ShippingMode
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle, PaymentState
from orderloom.domain.tenant import Tenant
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import (
    OrderCancelled,
    PaymentVoided,
    ShippingFailed,
    TransientError,
    VersionConflict,
)
from orderloom.ports.carrier import Carrier, Content, Parcel, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.services.buy_label import Bought, BuyLabel, NotBought
from orderloom.services.optimistic import deciding_again
from orderloom.services.shipping_money import capturing, held, may_ship


def label_operation(order_id: str) -> str:
    """The name a label purchase is found again by."""
    return f"{order_id}:label"


class ArrangeShipping:
    """Safe to repeat at any point: a label bought before is found, never bought twice."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        purchases: LabelPurchases,
        tenant: Tenant,
        accounts: Mapping[str, Carrier],
        labels: LabelStore,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._tenant = tenant
        self._accounts = accounts
        self._buy = BuyLabel(purchases=purchases, accounts=accounts, policy=tenant.shipping)
        self._labels = labels
        self._clock = clock

    def __call__(self, order_id: str) -> None:
        """Raises OrderCancelled, PaymentVoided, ShippingFailed (not paid), ProviderUnavailable.

        A disputed order, or one whose money is not taken yet or in review, is held: the saga ends
        here, and the end of the dispute, or the capture, starts another. One that no carrier takes
        waits for a person, who starts another or sends it by hand.
        """
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if order.fulfilment.label_id is not None:
            return
        if held(order):
            self._hold(order_id)
            return
        if not may_ship(order):
            _refuse_voided(order)
            raise ShippingFailed(f"{order_id} is {order.payment.state}, not paid")
        outcome = self._bought(order)
        if isinstance(outcome, NotBought):
            self._leave_to_a_person(order_id, outcome)
            return
        account, label = outcome.purchase.offer.account, outcome.label
        document_key = self._labels.put(
            tenant_id=order.tenant_id,
            order_id=order_id,
            label_id=label.label_id,
            document=label.document or self._accounts[account].document(label),
        )
        recorded = self._record(order_id, outcome, document_key)
        if recorded.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        _refuse_voided(recorded)

    def _bought(self, order: Order) -> Bought | NotBought:
        if self._tenant.shipping.mode is ShippingMode.MANUAL:
            return NotBought({"shipping": "is set to manual"})
        try:
            return self._buy(order.order_id, self._shipment(order))
        except VersionConflict as exc:
            raise TransientError(str(exc)) from exc

    def _shipment(self, order: Order) -> Shipment:
        placed = self._orders.placed(order.order_id)
        return Shipment(
            ship_from=self._tenant.ship_from,
            ship_to=placed.ship_to,
            parcels=(Parcel(placed.weight_grams),),
            contents=tuple(
                Content(line.name, line.quantity, line.unit_price, line.unit_weight_grams)
                for line in placed.lines
            ),
            currency=order.currency,
            operation_key=label_operation(order.order_id),
            ship_at=self._clock.now(),
        )

    @deciding_again
    def _hold(self, order_id: str) -> None:
        """A dispute that ended meanwhile saw the saga running, so the step must go on itself."""
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if not held(order):
            raise TransientError(f"{order_id} is held no longer")
        self._orders.commit(hold(order, self._clock.now()))

    @deciding_again
    def _leave_to_a_person(self, order_id: str, outcome: NotBought) -> None:
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if order.fulfilment.state is not FulfilmentState.NONE:
            return
        why = "; ".join(f"{account}: {reason}" for account, reason in outcome.reasons.items())
        data: dict[str, Any] = {"reasons": dict(outcome.reasons)}
        kind, detail = AttentionKind.MANUAL_SHIPPING, why or "no carrier is connected"
        if outcome.unknown is not None:
            kind = AttentionKind.LABEL_UNKNOWN
            perhaps = _told(outcome.unknown.offer)
            data |= {"perhaps_bought": perhaps, "reference": label_operation(order_id)}
        self._orders.commit(require_person(order, kind, detail, data, self._clock.now()))

    @deciding_again
    def _record(self, order_id: str, bought: Bought, document_key: str) -> Order:
        """Commit the label even if the order is being given up.

        Only what is on record can be voided.
        """
        order = self._orders.get(order_id)
        if order.fulfilment.label_id is not None:
            return order
        label, purchase = bought.label, bought.purchase
        provider = self._accounts[purchase.offer.account].name
        over = order.lifecycle is not Lifecycle.OPEN or order.payment.state is PaymentState.VOIDED
        payment, asked = capturing(order)
        labelled = transition(
            order,
            EventType.LABEL_PURCHASED,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={
                "fulfilment": _labelled(bought, document_key),
                "payment": payment,
                "saga_running": over,
            },
            data={
                "provider": provider,
                "object_id": label.tracking_number,
                "account": purchase.offer.account,
                "label_id": label.label_id,
                "carrier": label.carrier,
                "service": label.service,
                "cost": label.cost,
                "currency": label.currency,
                "attempt": purchase.attempt,
                "alternatives": [_told(offer) for offer in purchase.alternatives],
                **asked,
            },
        )
        reference = ProviderObject(provider, label.tracking_number)
        self._orders.commit(labelled, reference=reference)
        return labelled.order


def _refuse_voided(order: Order) -> None:
    if order.payment.state is PaymentState.VOIDED:
        raise PaymentVoided(f"{order.order_id}: its authorisation ended")


def _told(offer: OfferOnRecord) -> dict[str, Any]:
    return offer.model_dump(exclude={"rate_id"}, exclude_none=True)


def _labelled(bought: Bought, document_key: str) -> Fulfilment:
    label = bought.label
    return Fulfilment(
        state=FulfilmentState.LABELLED,
        account=bought.purchase.offer.account,
        carrier=label.carrier,
        service=label.service,
        label_id=label.label_id,
        tracking_number=label.tracking_number,
        label_key=document_key,
        cost=label.cost,
        cost_currency=label.currency,
    )
