"""What one tenant's sweeps found, and how far they are."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweeps import Book, ConnectionHour, MissedEvent, SweepState


class SweepLedger(ABC):
    """Made for one tenant. Hours and missed events are forgotten after 30 days."""

    tenant_id: str

    @abstractmethod
    def state(self, provider: str, book: Book) -> SweepState:
        """Version 0 if it was never written."""

    @abstractmethod
    def advance(self, state: SweepState, delivered: Mapping[datetime, int]) -> None:
        """Write a state with the events, by hour, that it found delivered: both or neither.

        Raises VersionConflict: somebody else reads this book at the same time.
        """

    @abstractmethod
    def missed(self, provider: str, since: datetime, until: datetime) -> Mapping[str, MissedEvent]:
        """What was found missing, of the hours of `since` to `until`, by event id."""

    @abstractmethod
    def miss(self, events: Sequence[MissedEvent]) -> None:
        """Remember what is missing; what is remembered already stays as it is."""

    @abstractmethod
    def settle(self, provider: str, event_id: str, occurred_at: datetime, outcome: str) -> None:
        """What became of a missed event; the first answer stays."""

    @abstractmethod
    def polled(self, provider: str, moment: datetime) -> None:
        """Count, in the hour of `moment`, a payment that was asked for and had moved on."""

    @abstractmethod
    def payouts(self, provider: str, since: datetime, until: datetime) -> Sequence[PayoutMatch]:
        """Payouts made in the hours of `since` to `until`, as far as they were matched."""

    @abstractmethod
    def save_payout(self, match: PayoutMatch) -> None:
        """Raises VersionConflict: somebody else matches it at the same time."""

    @abstractmethod
    def hours(self, provider: str, since: datetime, until: datetime) -> Sequence[ConnectionHour]:
        """Those of `since` to `until` with anything in them, oldest first."""
