"""What the shopper and the bank can be told to do; bodies of the control API."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompleteAction(_Command):
    """Whether the shopper passes authentication."""

    outcome: Literal["succeed", "fail"]


class PayPage(_Command):
    """What the shopper pays with; `delayed`: money that comes later, or not."""

    card: str = "pm_card_visa"
    delayed: bool = False


class Dispute(_Command):
    """`amount` in minor units, all that was captured unless given."""

    amount: int | None = Field(default=None, ge=1)
    reason: str = "fraudulent"
    inquiry: bool = False


class CloseDispute(_Command):
    """How the bank decides; an inquiry is closed, never won."""

    outcome: Literal["won", "lost", "warning_closed"]


class RollSecret(_Command):
    """How long the earlier secret signs too."""

    overlap_seconds: float = Field(default=0, ge=0, le=86_400)


class PayOut(_Command):
    """The account, by its secret key."""

    account: str
