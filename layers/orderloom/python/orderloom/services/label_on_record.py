"""A bought label on its order's record."""

from datetime import datetime
from typing import Any

from orderloom.domain.label_purchase import OfferOnRecord
from orderloom.domain.order import (
    Fulfilment,
    FulfilmentState,
    Lifecycle,
    Order,
    PaymentState,
)
from orderloom.domain.transition import Actor, EventType, Transition, transition
from orderloom.ports.orders import ProviderObject
from orderloom.services.buy_label import Bought
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
            "account": purchase.offer.account,
            "label_id": label.label_id,
            "carrier": label.carrier,
            "service": label.service,
            "cost": label.cost,
            "currency": label.currency,
            "attempt": purchase.attempt,
            "alternatives": [as_told(offer) for offer in purchase.alternatives],
            **asked,
        },
    )


def as_told(offer: OfferOnRecord) -> dict[str, Any]:
    """On the timeline."""
    return offer.model_dump(exclude={"rate_id"}, exclude_none=True)
