"""Rows an order keeps of its refunds and disputes, each one a state that only goes up.

A fact moves a row to the higher of two states, so facts may come in any order, any number of
times, and end in the same row.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from orderloom.domain.model import DomainModel


class RefundState(StrEnum):
    """In rising order. FAILED undoes what PENDING and SUCCEEDED told."""

    REQUESTED = "requested"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class OrderRefund(DomainModel):
    """One refund; `amount` in minor units of what was captured.

    Attributes:
        refund_id: the provider's; None until the provider accepted it.
        operation: our own name for it; None where somebody refunded at the provider.
        answered: a person saw that it failed, and asked for another.
        code: the provider's word for why it failed.
    """

    amount: int
    state: RefundState
    refund_id: str | None = None
    operation: str | None = None
    answered: bool = False
    code: str | None = None

    @property
    def accepted(self) -> bool:
        """The provider took the money and keeps it on its way."""
        return self.state in _ACCEPTED


class DisputeState(StrEnum):
    """In rising order: what is final beats what is open, and the loss of money beats all."""

    REPORTED = "reported"
    INQUIRY = "inquiry"
    INQUIRY_REVIEW = "inquiry_review"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    CLOSED = "closed"
    WON = "won"
    LOST = "lost"


class OrderDispute(DomainModel):
    """One dispute; amounts in minor units of `currency`.

    Attributes:
        state: REPORTED while only its money was told of.
        evidence_due: until when the provider takes evidence.
        withdrawn, reinstated: what the provider took and gave back.
    """

    dispute_id: str
    amount: int
    currency: str
    state: DisputeState = DisputeState.REPORTED
    reason: str | None = None
    evidence_due: datetime | None = None
    withdrawn: int = 0
    reinstated: int = 0

    @property
    def open(self) -> bool:
        return self.state not in _ENDED

    @property
    def awaits_evidence(self) -> bool:
        return self.state in {DisputeState.INQUIRY, DisputeState.NEEDS_RESPONSE}

    @property
    def at_risk(self) -> int:
        """What nobody can refund, as the shopper has it or may get it from the bank."""
        if self.state in _CLAIMED:
            return self.amount
        if self.state in _INQUIRIES:
            return max(self.withdrawn - self.reinstated, 0)
        return 0


_ACCEPTED = frozenset({RefundState.PENDING, RefundState.SUCCEEDED})
_ENDED = frozenset({DisputeState.CLOSED, DisputeState.WON, DisputeState.LOST})
_CLAIMED = frozenset({DisputeState.NEEDS_RESPONSE, DisputeState.UNDER_REVIEW, DisputeState.LOST})
_INQUIRIES = frozenset({DisputeState.REPORTED, DisputeState.INQUIRY, DisputeState.INQUIRY_REVIEW})
_REFUND_RANK = {state: rank for rank, state in enumerate(RefundState)}
_DISPUTE_RANK = {state: rank for rank, state in enumerate(DisputeState)}


def later_refund(states: Iterable[RefundState]) -> RefundState:
    return max(states, key=_REFUND_RANK.__getitem__)


def later_dispute(states: Iterable[DisputeState]) -> DisputeState:
    return max(states, key=_DISPUTE_RANK.__getitem__)
