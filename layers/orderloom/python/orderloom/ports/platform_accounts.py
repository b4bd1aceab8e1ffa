"""The platform's own webhook endpoint at a provider: its secrets, and whose its accounts are.

Imported on the acknowledgement path: keep it light.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.ports.webhook_secrets import KeyedSecret


class PlatformDoor(ABC):
    """What the door reads."""

    @abstractmethod
    def secrets(self, provider: str) -> Sequence[KeyedSecret]:
        """Of the platform's endpoint, newest first. Raises NotFound: it has none there."""

    @abstractmethod
    def owner(self, provider: str, account: str) -> str | None:
        """The tenant that an account's events are for."""


class AccountRoutes(ABC):
    """What operators write."""

    @abstractmethod
    def owner(self, provider: str, account: str) -> str | None:
        """The tenant that an account's events are for, as it is stored now."""

    @abstractmethod
    def claim(self, provider: str, account: str, tenant_id: str, *, instead_of: str | None) -> None:
        """The account's events are this tenant's from now on.

        Raises VersionConflict: they are not (any more) those of `instead_of`; None: nobody's.
        """
