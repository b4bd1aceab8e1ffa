"""A link to an order's label, for a few minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from orderloom.domain.parcel import LabelFormat
from orderloom.domain.states import FulfilmentState
from orderloom.errors import Conflict
from orderloom.ports.clock import Clock
from orderloom.ports.labels import LabelStore
from orderloom.services.view_order import ViewOrder

GOOD_FOR = timedelta(minutes=5)
"""Whoever has the link has the shopper's address: long enough for a printer, and no longer."""


@dataclass(frozen=True)
class LabelLink:
    """`url` needs no credentials until `expires_at`."""

    url: str
    expires_at: datetime
    label_format: LabelFormat


class LinkLabel:
    """One tenant's orders, archived ones too."""

    def __init__(self, *, view: ViewOrder, labels: LabelStore, clock: Clock) -> None:
        self._view = view
        self._labels = labels
        self._clock = clock

    def __call__(self, order_id: str) -> LabelLink:
        """Raises NotFound: no such order. Conflict: it has no label (any more)."""
        fulfilment = self._view(order_id).order.fulfilment
        if fulfilment.label_key is None:
            raise Conflict("no label was bought for this order")
        if fulfilment.state is FulfilmentState.VOIDED:
            raise Conflict("the label of this order was cancelled at the carrier's")
        url = self._labels.link(fulfilment.label_key, GOOD_FOR)
        label_format = LabelFormat(fulfilment.label_key.rpartition(".")[2])
        return LabelLink(url, self._clock.now() + GOOD_FOR, label_format)
