"""Whether a tenant's accounts at providers answer at present."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Health(StrEnum):
    """PAUSED: not asked for a while, as it did not answer. TRIED: one call finds out."""

    WELL = "well"
    PAUSED = "paused"
    TRIED = "tried"


@dataclass(frozen=True)
class Condition:
    """`since`: when it stopped answering; None while all is well."""

    health: Health
    since: datetime | None = None


class AccountHealth(ABC):
    """Of one tenant."""

    @abstractmethod
    def of(self, accounts: Sequence[str]) -> Mapping[str, Condition]:
        """By the names of connections; of all of them."""
