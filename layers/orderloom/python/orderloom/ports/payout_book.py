"""What a provider paid out to a merchant, and what each payout is made of."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Payout:
    """Money that left for the merchant's bank; `amount` in minor units."""

    payout_id: str
    amount: int
    currency: str
    created_at: datetime


@dataclass(frozen=True)
class PayoutLine:
    """One movement that went into a payout; amounts in minor units, negative: taken from it.

    Attributes:
        net: what it added to the payout; fee: what the provider kept of it.
        fee_is_news: no event told of the fee.
        intent_id: the payment it belongs to; None: to none.
        converted: the payment was in another currency.
    """

    line_id: str
    net: int
    fee: int
    currency: str
    occurred_at: datetime
    fee_is_news: bool = True
    intent_id: str | None = None
    converted: bool = False


@dataclass(frozen=True)
class LinePage:
    """`cursor` is where the next page starts, None at the end."""

    lines: tuple[PayoutLine, ...]
    cursor: str | None


class PayoutBook(ABC):
    """One account. Every method raises ProviderUnavailable, ProviderRefused."""

    @abstractmethod
    def payouts(self, since: datetime) -> Sequence[Payout]:
        """Those paid that were made at `since` or later, oldest first."""

    @abstractmethod
    def lines(self, payout_id: str, cursor: str | None) -> LinePage:
        """What a payout is made of, without the payout itself."""
