"""How often each signing secret of a tenant's connections was the one that fitted."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Hits:
    """`counted` is a lower bound (`services/count_hits.py`); `last_at` may be as much behind."""

    counted: int
    last_at: datetime


class SecretHits(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def add(self, provider: str, secret_id: str, count: int, at: datetime) -> int:
        """Webhooks signed with a secret by all counts so far, these included."""

    @abstractmethod
    def of(self, provider: str) -> Mapping[str, Hits]:
        """By secret; one that was never hit, or not for 90 days, is missing."""
