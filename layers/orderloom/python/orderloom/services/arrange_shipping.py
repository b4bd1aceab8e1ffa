"""Saga step ArrangeShipping: the best rate, one label, its document kept."""

from collections.abc import Mapping
from typing import Any

from orderloom.domain.dispute import hold
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.order import Order
from orderloom.domain.parcel_watch import parcel_shards
from orderloom.domain.quote import told_offer
from orderloom.domain.shipping import ShippingMode
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle, PaymentState
from orderloom.domain.tenant import Tenant
from orderloom.errors import (
    OrderCancelled,
    PaymentVoided,
    ProviderPaused,
    ProviderUnavailable,
    ShippingFailed,
    TransientError,
    VersionConflict,
)
from orderloom.keys import shard_of
from orderloom.ports.carrier import Carrier, Label, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.ports.shipping_switch import ShippingSwitch
from orderloom.services.buy_label import BuyLabel
from orderloom.services.carrier_patience import wait_for_carriers
from orderloom.services.label_on_record import labelled_with
from orderloom.services.label_outcome import Bought, NotBought
from orderloom.services.number_of_parcel import commit_with_numbers
from orderloom.services.optimistic import deciding_again
from orderloom.services.shipment_of import contents_of, parcels_of
from orderloom.services.shipping_money import held, may_ship


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
        switch: ShippingSwitch,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._tenant = tenant
        self._accounts = accounts
        self._buy = BuyLabel(
            purchases=purchases, accounts=accounts, policy=tenant.shipping, clock=clock
        )
        self._purchases = purchases
        self._labels = labels
        self._switch = switch
        self._clock = clock

    def __call__(self, order_id: str, retries: int = 0) -> None:
        """Raises OrderCancelled, PaymentVoided, ShippingFailed (not paid), ProviderUnavailable.

        Raises NoCarrierAnswered while there were few `retries`: a rush makes carriers slow, and
        functions that just started slower, which is no reason for a person to send the parcel.
        Raises CarriersBusy for much longer: a queue for calls moves on by itself.

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
            wait_for_carriers(outcome, retries)
            self._leave_to_a_person(order_id, outcome)
            return
        account, label = outcome.purchase.offer.account, outcome.label
        document_key = self._labels.put(
            tenant_id=order.tenant_id,
            order_id=order_id,
            label_id=label.label_id,
            document=label.document or self._document(account, label),
            label_format=outcome.purchase.label_format,
        )
        recorded = self._record(order_id, outcome, document_key)
        if recorded.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        _refuse_voided(recorded)

    def _bought(self, order: Order) -> Bought | NotBought:
        manual = self._by_hand()
        if manual:
            newest = self._purchases.newest(order.order_id)
            lost = newest if newest and newest.nothing_bought is None else None
            return NotBought({"shipping": manual}, unknown=lost)
        try:
            return self._buy(order.order_id, self._shipment(order), order.fulfilment.wanted)
        except VersionConflict as exc:
            raise TransientError(str(exc)) from exc

    def _by_hand(self) -> str:
        """Why no label is to be bought; empty where one is."""
        if self._tenant.shipping.mode is ShippingMode.MANUAL:
            return "is set to manual"
        if self._switch.mode() is ShippingMode.MANUAL:
            return "is set to manual for all merchants"
        return ""

    def _document(self, account: str, label: Label) -> bytes:
        """The label is bought: its document is waited for, longer than for an offer."""
        try:
            return self._accounts[account].document(label)
        except ProviderUnavailable as exc:
            raise ProviderPaused(account, "label document", str(exc)) from exc

    def _shipment(self, order: Order) -> Shipment:
        placed = self._orders.placed(order.order_id)
        return Shipment(
            ship_from=self._tenant.ship_from,
            ship_to=placed.ship_to,
            parcels=parcels_of(order, placed),
            contents=contents_of(placed),
            currency=order.currency,
            operation_key=label_operation(order.order_id),
            ship_at=self._clock.now(),
            label_format=self._tenant.shipping.label_format,
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
        data: dict[str, Any] = {
            "reasons": dict(outcome.reasons),
            "offers": [told_offer(offer) for offer in outcome.offers],
        }
        kind, detail = AttentionKind.MANUAL_SHIPPING, why or "no carrier is connected"
        if outcome.unknown is not None:
            kind = AttentionKind.LABEL_UNKNOWN
            perhaps = told_offer(outcome.unknown.offer)
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
        now, label = self._clock.now(), bought.label
        shard = shard_of(order_id, parcel_shards(self._tenant.order_list_shards))
        provider = self._accounts[bought.purchase.offer.account].name
        numbers = [
            ProviderObject(provider, number)
            for number in dict.fromkeys((label.tracking_number, *label.parcels))
        ]
        labelled = labelled_with(order, bought, document_key, numbers[0], now)
        commit_with_numbers(self._orders, labelled, numbers, shard=shard, now=now)
        return labelled.order


def _refuse_voided(order: Order) -> None:
    if order.payment.state is PaymentState.VOIDED:
        raise PaymentVoided(f"{order.order_id}: its authorisation ended")
