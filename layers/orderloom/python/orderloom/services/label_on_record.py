"""A bought label on its order's record."""

from datetime import datetime
from typing import Any

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.order import Fulfilment, Order, ParcelOnItsWay
from orderloom.domain.quote import told_offer
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, Transition, transition
from orderloom.ports.carrier import Label
from orderloom.ports.orders import ProviderObject
from orderloom.services.label_outcome import Bought
from orderloom.services.shipping_money import capturing


def labelled_with(
    order: Order,
    bought: Bought,
    document_key: str,
    number: ProviderObject,
    now: datetime,
) -> Transition:
    """The order with its label; the saga ends here, unless the order is being given up.

    `number`: by which scans of the parcel find the order.
    """
    label, purchase = bought.label, bought.purchase
    over = order.lifecycle is not Lifecycle.OPEN or order.payment.state is PaymentState.VOIDED
    payment, asked = capturing(order)
    fulfilment = Fulfilment(
        state=FulfilmentState.LABELLED,
        account=purchase.offer.account,
        carrier=label.carrier,
        service=label.service,
        label_id=label.label_id,
        tracking_number=label.tracking_number,
        parcels=_parcels(label, now),
        label_key=document_key,
        cost=label.cost,
        cost_currency=label.currency,
        moved_at=now,
    )
    return transition(
        order,
        EventType.LABEL_PURCHASED,
        actor=Actor.SAGA,
        now=now,
        changes={"fulfilment": fulfilment, "payment": payment, "saga_running": over},
        data={
            "provider": number.provider,
            "object_id": number.object_id,
            **({"parcels": list(label.parcels)} if label.parcels else {}),
            "account": purchase.offer.account,
            "label_id": label.label_id,
            "carrier": label.carrier,
            "service": label.service,
            "cost": label.cost,
            "currency": label.currency,
            "attempt": purchase.attempt,
            **_choice(purchase),
            **asked,
        },
    )


def _parcels(label: Label, now: datetime) -> tuple[ParcelOnItsWay, ...]:
    """Empty where there is one: that is the order's own."""
    numbers = tuple(dict.fromkeys(label.parcels))
    own = label.parcel_labels if len(label.parcel_labels) == len(numbers) else ()
    if len(numbers) < 2:  # noqa: PLR2004 - several
        return ()
    return tuple(
        ParcelOnItsWay(tracking_number=number, label_id=label_id, moved_at=now)
        for number, label_id in zip(numbers, own or (None,) * len(numbers), strict=True)
    )


def _choice(purchase: LabelPurchase) -> dict[str, Any]:
    """Why this offer, and what else there was."""
    return {
        "chosen_by": purchase.chosen_by,
        "delivery_days": purchase.offer.delivery_days,
        "alternatives": [told_offer(offer) for offer in purchase.alternatives],
        "passed_over": purchase.passed_over,
    }
