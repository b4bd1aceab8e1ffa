"""What a provider's events say of a merchant's account itself, not of an order.

News comes in any order and more than once. Of each subject the newest counts, by the provider's
own moment; a withdrawn authorisation ends only with a new connection.
"""

from datetime import datetime
from enum import StrEnum

from orderloom.domain.model import DomainModel

AUTHORISATION = "authorisation"
"""The subject of whether the merchant lets us act for its account."""

MOST_NOTES = 50
"""Those told of longest ago are forgotten first: a connection's record stays small."""


class HealthState(StrEnum):
    """The better first. IMPAIRED: something does not work. BLOCKED: no charge is possible.

    DEAUTHORISED: the merchant took our access back; the account is called no more.
    """

    WELL = "well"
    IMPAIRED = "impaired"
    BLOCKED = "blocked"
    DEAUTHORISED = "deauthorised"


class HealthNote(DomainModel):
    """What was last told of one subject, such as `capability card_payments`.

    Attributes:
        told_at, event_id: the provider's moment, and what orders notes of one moment.
        until: when it is no longer believed; None: until something else is told.
    """

    subject: str
    state: HealthState
    detail: str = ""
    told_at: datetime
    event_id: str
    until: datetime | None = None

    def is_newer_than(self, other: "HealthNote") -> bool:
        return (self.told_at, self.event_id) > (other.told_at, other.event_id)

    def holds_at(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class ConnectionHealth(DomainModel):
    """An account's health; `since`: what was told of before is of an earlier connection."""

    since: datetime | None = None
    notes: tuple[HealthNote, ...] = ()

    @property
    def deauthorised(self) -> bool:
        return any(note.state is HealthState.DEAUTHORISED for note in self.notes)

    def state_at(self, now: datetime) -> HealthState:
        """The worst of what is believed now."""
        order = list(HealthState)
        held = (note.state for note in self.notes if note.holds_at(now))
        return max(held, key=order.index, default=HealthState.WELL)

    def noting(self, note: HealthNote, now: datetime) -> "ConnectionHealth":
        """With `note`, unless it is old news; what is believed no longer is left out."""
        if not note.holds_at(now) or self._is_earlier(note):
            return self
        known = next((each for each in self.notes if each.subject == note.subject), None)
        if known is not None and not _replaces(note, known):
            return self
        others = [each for each in self.notes if each is not known and each.holds_at(now)]
        newest = sorted([*others, note], key=lambda each: (each.told_at, each.event_id))
        kept = [each for each in newest if each.subject == AUTHORISATION]
        rest = [each for each in newest if each.subject != AUTHORISATION]
        return self.model_copy(update={"notes": (*kept, *rest[-MOST_NOTES:])})

    def _is_earlier(self, note: HealthNote) -> bool:
        """Told before this connection was made; providers' moments are whole seconds."""
        return self.since is not None and note.told_at < self.since.replace(microsecond=0)


def _replaces(note: HealthNote, known: HealthNote) -> bool:
    return known.state is not HealthState.DEAUTHORISED and note.is_newer_than(known)
