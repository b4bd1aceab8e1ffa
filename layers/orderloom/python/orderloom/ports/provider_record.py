"""A provider's own record of what happened in one tenant's account."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from orderloom.domain.sweeps import Book, Window


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
    """Entries in any order; `cursor` is where the next page starts, None at the end."""

    events: tuple[RecordedEvent, ...]
    cursor: str | None


class ProviderRecord(ABC):
    """Reading changes nothing at the provider."""

    @abstractmethod
    def page(self, book: Book, window: Window) -> RecordPage:
        """The page of `window` at its cursor.

        Raises ProviderUnavailable (its `retry_after` says how long to stay away),
        ProviderRefused, CredentialsRejected.
        """
