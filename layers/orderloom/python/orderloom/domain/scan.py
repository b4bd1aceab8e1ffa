"""A scan that moved a parcel on, as its order's head keeps it."""

from datetime import datetime
from typing import Any

from orderloom.domain.facts import EventSource
from orderloom.domain.model import DomainModel
from orderloom.domain.states import FulfilmentState


class KeptScan(DomainModel):
    """All its entry on the timeline needs; that it is kept is the claim on its event.

    Attributes:
        version: of the order, which the scan led to.
        state: the order's, since then; `parcel_state`: of the one parcel, where it has several.
    """

    source: EventSource
    version: int
    recorded_at: datetime
    tracking_number: str
    description: str
    state: FulfilmentState
    parcel_state: FulfilmentState | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What the entry says."""
        data = {
            "tracking_number": self.tracking_number,
            "description": self.description,
            "occurred_at": self.source.occurred_at.isoformat(),
            "state": self.state.value,
        }
        return data | ({"parcel_state": self.parcel_state.value} if self.parcel_state else {})
