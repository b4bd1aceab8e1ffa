"""What the dashboard, the shopper and the bank can be told to do; bodies of the control API."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AddWebhook(_Command):
    """As set up in the dashboard."""

    key_id: str
    key_secret: str
    url: str
    secret: str
    events: list[str]
    slow_refunds: bool = False
    shows_webhooks: bool = True


class ChangeSecret(_Command):
    """Razorpay knows no overlap: what happens from now on is signed with the new one."""

    secret: str


class Pay(_Command):
    """A shopper's attempt; `amount` in minor units, all that is due unless given."""

    outcome: Literal["succeed", "fail"] = "succeed"
    method: Literal["card", "upi", "netbanking", "wallet"] = "upi"
    reason: str = "payment_declined"
    amount: int | None = Field(default=None, ge=1)


class Dispute(_Command):
    """`amount` in minor units, all of the payment unless given."""

    amount: int | None = Field(default=None, ge=1)
    phase: Literal["fraud", "retrieval", "chargeback", "pre_arbitration"] = "chargeback"


class MoveDispute(_Command):
    """What the bank says next."""

    outcome: Literal["action_required", "under_review", "won", "lost", "closed"]


class Settle(_Command):
    """How a pending refund ends."""

    outcome: Literal["process", "fail"]
