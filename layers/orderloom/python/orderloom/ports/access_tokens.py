"""Short-lived access tokens, shared by all functions."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class AccessToken:
    """A bearer token; masked in `repr`."""

    value: str = field(repr=False)
    expires_at: datetime


class AccessTokens(ABC):
    """One tenant's tokens, by who holds them: an account at a provider (`fedex@5d2f0c94ab17`).

    Providers lock out who asks for tokens too often, so only one caller at a time asks.
    """

    @abstractmethod
    def current(self, holder: str, fetch: Callable[[], AccessToken]) -> AccessToken:
        """A token that is good for a while; `fetch` asks the provider for one.

        Raises what `fetch` raises, and ProviderUnavailable: somebody else is fetching one, and
        does not come back.
        """

    @abstractmethod
    def rejected(self, holder: str, token: AccessToken) -> None:
        """The provider did not take it: the next caller gets another."""
