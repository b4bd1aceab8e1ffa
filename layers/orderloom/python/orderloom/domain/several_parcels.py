"""A shipment of several parcels: each goes its own way, and the order is where the last one is."""

from collections.abc import Sequence

from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.states import FulfilmentState

_S = FulfilmentState
_WAY = (_S.SHIPPED, _S.OUT_FOR_DELIVERY, _S.READY_FOR_PICKUP, _S.DELIVERED)
_BACK = frozenset({_S.RETURNING, _S.RETURNED})


def together(states: Sequence[FulfilmentState]) -> FulfilmentState:
    """One state for all: what needs looking after first, then the one that is furthest behind."""
    found = frozenset(states)
    if _S.EXCEPTION in found:
        return _S.EXCEPTION
    if found & _BACK:
        return _S.RETURNED if found == {_S.RETURNED} else _S.RETURNING
    if _S.LABELLED in found:
        return _S.LABELLED if found == {_S.LABELLED} else _S.PART_SHIPPED
    return next((state for state in _WAY if state in found), _S.LABELLED)


def numbers_of(fulfilment: Fulfilment) -> tuple[str, ...]:
    """Under which the parcels are known to their carrier."""
    if fulfilment.parcels:
        return tuple(parcel.tracking_number for parcel in fulfilment.parcels)
    return (fulfilment.tracking_number or "",)


def labels_of(fulfilment: Fulfilment) -> tuple[str, ...]:
    """What is to be voided, each by itself; empty where no label is on record."""
    own = (parcel.label_id for parcel in fulfilment.parcels)
    return tuple(dict.fromkeys(each for each in (fulfilment.label_id, *own) if each))


def narrowed(order: Order, number: str) -> Order:
    """The order as if that parcel were its only one; unchanged where it has no such parcel."""
    fulfilment = order.fulfilment
    for parcel in fulfilment.parcels:
        if parcel.tracking_number == number:
            alone = {"parcels": (), **parcel.model_dump(exclude_none=True)}
            return order.model_copy(update={"fulfilment": fulfilment.model_copy(update=alone)})
    return order


def widened(order: Order, alone: Order) -> Order:
    """`alone`, which was narrowed from `order` and changed, with the other parcels again."""
    one = alone.fulfilment
    parcels = tuple(
        parcel.model_copy(update={"state": one.state, "moved_at": one.moved_at})
        if parcel.tracking_number == one.tracking_number
        else parcel
        for parcel in order.fulfilment.parcels
    )
    moments = [parcel.moved_at for parcel in parcels if parcel.moved_at is not None]
    whole = {
        "parcels": parcels,
        "tracking_number": order.fulfilment.tracking_number,
        "label_id": order.fulfilment.label_id,
        "state": together([parcel.state for parcel in parcels]),
        "moved_at": max(moments, default=None),
    }
    return alone.model_copy(update={"fulfilment": one.model_copy(update=whole)})
