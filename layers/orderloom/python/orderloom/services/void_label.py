"""Saga step VoidLabel: first of the compensation, undoes ArrangeShipping."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from orderloom.domain.closing import Failure, open_task
from orderloom.domain.order import Fulfilment, Order, account_of
from orderloom.domain.several_parcels import labels_of, numbers_of
from orderloom.domain.states import AttentionKind, FulfilmentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import ProviderPaused, ProviderRefused
from orderloom.ports.carrier import Carrier
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.orders import OrderRepository
from orderloom.services.arrange_shipping import label_operation
from orderloom.services.optimistic import deciding_again
from orderloom.services.turning_back import closing_order


class _Bought(NamedTuple):
    account: str
    label_ids: tuple[str, ...]


class VoidLabel:
    """All labels of an order. A refused void becomes a task; the money still goes back."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        purchases: LabelPurchases,
        accounts: Mapping[str, Carrier],
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._purchases = purchases
        self._accounts = accounts
        self._clock = clock

    def __call__(self, order_id: str, failure: Failure) -> None:
        """Raises ProviderUnavailable."""
        order = closing_order(self._orders, self._clock, order_id, failure)
        if order.fulfilment.state is FulfilmentState.VOIDED:
            return
        try:
            label = self._label_to_void(order)
            refused = self._void(label) if label is not None else {}
        except ProviderRefused as exc:
            self._record_refusal(order_id, f"label of {order_id}: {exc}", {})
            return
        if refused:
            why = "; ".join(refused.values())
            self._record_refusal(order_id, f"label of {order_id}: {why}", refused)
        elif label is not None:
            self._record_void(order_id, label)

    def _void(self, label: _Bought) -> dict[str, str]:
        """Why some stay valid, by label; voiding those again that are void succeeds."""
        carrier = self._carrier(label.account)
        refused: dict[str, str] = {}
        for label_id in label.label_ids:
            try:
                carrier.void(label_id)
            except ProviderRefused as exc:
                refused[label_id] = str(exc)
        return refused

    def _label_to_void(self, order: Order) -> "_Bought | None":
        """Raises ProviderRefused: there may be a label, which nobody can name."""
        fulfilment = order.fulfilment
        if fulfilment.label_id is not None:
            return _Bought(account_of(fulfilment), labels_of(fulfilment))
        if order.payment.captured == 0 and order.payment.authorisation is None:
            return None
        # ArrangeShipping may have bought a label and died before its commit.
        purchase = self._purchases.newest(order.order_id)
        if purchase is None or purchase.nothing_bought is not None:
            return None
        account = purchase.offer.account
        label = self._carrier(account).find_label(label_operation(order.order_id))
        if label is None and not purchase.is_settled(self._clock.now()):
            raise ProviderPaused(account, "find label", "too early to say that there is none")
        return _Bought(account, (label.label_id, *label.parcel_labels)) if label else None

    def _carrier(self, account: str) -> Carrier:
        carrier = self._accounts.get(account)
        if carrier is None:
            raise ProviderRefused(account, "void label", "not_connected", "no such account")
        return carrier

    @deciding_again
    def _record_void(self, order_id: str, label: _Bought) -> None:
        order = self._orders.get(order_id)
        if order.fulfilment.state is FulfilmentState.VOIDED:
            return
        update = {"state": FulfilmentState.VOIDED, "label_id": label.label_ids[0]}
        voided = transition(
            order,
            EventType.LABEL_VOIDED,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={"fulfilment": order.fulfilment.model_copy(update=update)},
            data={"label_id": label.label_ids[0], "labels": list(label.label_ids)},
        )
        self._orders.commit(voided)

    @deciding_again
    def _record_refusal(self, order_id: str, detail: str, refused: Mapping[str, str]) -> None:
        """With all a person needs to have it cancelled, or its price back, at the carrier's."""
        order = self._orders.get(order_id)
        kind = AttentionKind.LABEL_VOID_REFUSED
        if order.attention is None or order.attention.kind is not kind:
            told = {**_found_by(order.fulfilment), "refused": dict(refused)}
            self._orders.commit(open_task(order, kind, detail, self._clock.now(), told))


def _found_by(fulfilment: Fulfilment) -> dict[str, Any]:
    return {
        "account": account_of(fulfilment),
        "carrier": fulfilment.carrier,
        "service": fulfilment.service,
        "labels": list(labels_of(fulfilment)),
        "tracking_numbers": [number for number in numbers_of(fulfilment) if number],
        "cost": fulfilment.cost,
        "currency": fulfilment.cost_currency,
    }
