"""The ledger of one order: append-only, double-entry, whole minor units.

Every entry moves money between what the provider owes the merchant (`provider`) and one
account that says why. The lines of an entry add up to nothing, so the accounts do as well, and
what the provider holds is always

    captured - refunded - disputed + reinstated - fees - paid out.

What a bank only keeps for the merchant is on `authorised` and `shopper`: nobody owes it yet.

An entry is named by the provider's own object and what happened to it: the same fact, told of
by whichever event, cannot be posted twice.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from orderloom.domain.model import DomainModel


class Account(StrEnum):
    PROVIDER = "provider"
    CAPTURED = "captured"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    REINSTATED = "reinstated"
    FEES = "fees"
    PAID_OUT = "paid_out"
    AUTHORISED = "authorised"
    SHOPPER = "shopper"


class EntryKind(StrEnum):
    """What happened to the provider's object an entry is named by."""

    AUTHORISED = "authorised"
    AUTHORISATION_ENDED = "authorisation_ended"
    CAPTURED = "captured"
    REFUNDED = "refunded"
    REFUND_REVERSED = "refund_reversed"
    DISPUTED = "disputed"
    REINSTATED = "reinstated"
    FEE = "fee"
    FEE_RETURNED = "fee_returned"
    PAID_OUT = "paid_out"


_KEPT_BY_THE_BANK = {EntryKind.AUTHORISED: 1, EntryKind.AUTHORISATION_ENDED: -1}

_TO_PROVIDER: dict[EntryKind, tuple[Account, int]] = {
    EntryKind.CAPTURED: (Account.CAPTURED, 1),
    EntryKind.REFUNDED: (Account.REFUNDED, -1),
    EntryKind.REFUND_REVERSED: (Account.REFUNDED, 1),
    EntryKind.DISPUTED: (Account.DISPUTED, -1),
    EntryKind.REINSTATED: (Account.REINSTATED, 1),
    EntryKind.FEE: (Account.FEES, -1),
    EntryKind.FEE_RETURNED: (Account.FEES, 1),
    EntryKind.PAID_OUT: (Account.PAID_OUT, -1),
}
"""The other account, and whether the provider holds more (1) or less (-1) afterwards."""


class LedgerLine(DomainModel):
    """`amount`: minor units, positive for a debit."""

    account: Account
    amount: int


class LedgerEntry(DomainModel):
    """Lines that balance. (provider, object_id, kind) names it within its order."""

    order_id: str
    tenant_id: str
    provider: str
    object_id: str
    kind: EntryKind
    currency: str
    lines: tuple[LedgerLine, ...]
    posted_at: datetime

    @model_validator(mode="after")
    def _balances(self) -> Self:
        if sum(line.amount for line in self.lines) != 0:
            raise ValueError("the lines of an entry must add up to nothing")
        return self


class Movement(DomainModel):
    """Money that moved at the provider, before it is known whose order it is of."""

    kind: EntryKind
    object_id: str
    amount: int
    currency: str

    def lines(self) -> tuple[LedgerLine, ...]:
        if self.kind in _KEPT_BY_THE_BANK:
            holder, account = Account.AUTHORISED, Account.SHOPPER
            sign = _KEPT_BY_THE_BANK[self.kind]
        else:
            holder, (account, sign) = Account.PROVIDER, _TO_PROVIDER[self.kind]
        return (
            LedgerLine(account=holder, amount=sign * self.amount),
            LedgerLine(account=account, amount=-sign * self.amount),
        )


class Balance(DomainModel):
    """Totals of one currency, minor units; `held` is what the provider owes the merchant.

    `authorised` is no part of it: it can still be captured.
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


def balances(entries: Iterable[LedgerEntry]) -> tuple[Balance, ...]:
    """One for each currency, in alphabetical order."""
    totals: dict[str, dict[Account, int]] = {}
    for entry in entries:
        accounts = totals.setdefault(entry.currency, dict.fromkeys(Account, 0))
        for line in entry.lines:
            accounts[line.account] += line.amount
    return tuple(_balance(currency, totals[currency]) for currency in sorted(totals))


def _balance(currency: str, accounts: dict[Account, int]) -> Balance:
    return Balance(
        currency=currency,
        authorised=accounts[Account.AUTHORISED],
        captured=-accounts[Account.CAPTURED],
        refunded=accounts[Account.REFUNDED],
        disputed=accounts[Account.DISPUTED],
        reinstated=-accounts[Account.REINSTATED],
        fees=accounts[Account.FEES],
        paid_out=accounts[Account.PAID_OUT],
        held=accounts[Account.PROVIDER],
    )
