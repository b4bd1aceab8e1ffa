"""Refunds and ledgers as merchants see them."""

from datetime import datetime
from typing import Self

from orderloom.domain.authorisation import CaptureState
from orderloom.domain.ledger import Account, EntryKind, balances
from orderloom.domain.money import RefundState
from orderloom.http.outputs import Output
from orderloom.services.request_capture import RequestedCapture
from orderloom.services.request_refund import RequestedRefund
from orderloom.services.view_order import Ledger


class CaptureOutput(Output):
    """A capture asked for, and how it stands; `code`: why the provider took nothing."""

    id: str
    order_id: str
    amount: int
    currency: str
    state: CaptureState
    code: str | None
    requested_at: datetime

    @classmethod
    def of(cls, requested: RequestedCapture) -> Self:
        operation, now = requested.operation, requested.order.payment.capture_request
        newest = now is not None and now.operation == operation.operation
        return cls(
            id=operation.operation,
            order_id=operation.order_id,
            amount=operation.amount,
            currency=operation.currency,
            # Another is asked for only after one has failed.
            state=now.state if now and newest else CaptureState.FAILED,
            code=now.code if now and newest else None,
            requested_at=operation.requested_at,
        )


class RefundOutput(Output):
    """A refund asked for, and how it stands; `refund_id` is the provider's, once it has one."""

    id: str
    order_id: str
    amount: int
    currency: str
    reason: str | None
    state: RefundState
    refund_id: str | None
    requested_at: datetime

    @classmethod
    def of(cls, requested: RequestedRefund) -> Self:
        operation, refund = requested.operation, requested.refund
        return cls(
            id=operation.operation,
            order_id=operation.order_id,
            amount=operation.amount,
            currency=operation.currency,
            reason=operation.reason,
            state=refund.state,
            refund_id=refund.refund_id,
            requested_at=operation.requested_at,
        )


class LedgerLineOutput(Output):
    """`amount`: minor units, positive for a debit."""

    account: Account
    amount: int


class LedgerEntryOutput(Output):
    """Money that moved once; the lines add up to nothing."""

    kind: EntryKind
    provider: str
    object_id: str
    currency: str
    lines: tuple[LedgerLineOutput, ...]
    posted_at: datetime


class BalanceOutput(Output):
    """Totals in minor units; `held`: what the provider owes the merchant of this order.

    `authorised` can be captured, and is no part of it.
    """

    currency: str
    authorised: int
    captured: int
    refunded: int
    disputed: int
    reinstated: int
    fees: int
    paid_out: int
    held: int


class LedgerOutput(Output):
    """All money of an order, in the order of posting."""

    order_id: str
    balances: tuple[BalanceOutput, ...]
    entries: tuple[LedgerEntryOutput, ...]

    @classmethod
    def of(cls, ledger: Ledger) -> Self:
        return cls(
            order_id=ledger.order.order_id,
            balances=tuple(map(BalanceOutput.model_validate, balances(ledger.entries))),
            entries=tuple(map(LedgerEntryOutput.model_validate, ledger.entries)),
        )
