"""A provider's own record of what happened in one tenant's account."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta

from orderloom.domain.sweeps import Window

MOST_ENTRIES = 90
"""On a page: with an hour each they are still counted in one transaction (100 items)."""


@dataclass(frozen=True)
class RecordedEvent:
    """One entry, in the form of the webhook that should have told of it.

    Attributes:
        body: what the provider's reader understands.
        derived: made from the object as it stands; the provider sends no event of this id.
    """

    event_id: str
    body: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)
    derived: bool = False


@dataclass(frozen=True)
class RecordPage:
    """At most MOST_ENTRIES, in any order; `cursor`: where the next page starts, None at the end."""

    events: tuple[RecordedEvent, ...]
    cursor: str | None


class ProviderRecord(ABC):
    """Reading changes nothing at the provider."""

    changes_for: timedelta
    """How long after it was made an entry may still change."""

    @abstractmethod
    def page(self, window: Window) -> RecordPage:
        """The page of `window` at its cursor.

        Raises ProviderUnavailable (its `retry_after` says how long to stay away),
        ProviderRefused, CredentialsRejected.
        """
