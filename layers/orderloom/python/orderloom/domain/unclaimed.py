"""A webhook that was accepted, waited for its order as long as any may, and met none."""

from datetime import datetime

from orderloom.domain.model import DomainModel


class UnclaimedEvent(DomainModel):
    """Nothing personal: its body went when its time was over; the provider has it still.

    `object_id` is the provider's object it speaks of.
    """

    tenant_id: str
    provider: str
    object_id: str
    event_id: str
    received_at: datetime
