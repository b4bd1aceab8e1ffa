"""The signing secrets the door needs. Imported on the acknowledgement path: keep it light."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

KEPT = timedelta(seconds=60)
"""How long a door that knew a secret may still accept it when it was retired at once."""


class KeyedSecret(NamedTuple):
    """A signing secret with the id it is spoken of by."""

    secret_id: str
    secret: str

    def __repr__(self) -> str:
        return f"KeyedSecret({self.secret_id!r}, ***)"


class WebhookSecrets(ABC):
    """Reads one tenant's accepted signing secrets for a provider, cached for a minute."""

    @abstractmethod
    def of(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret]:
        """Newest first; empty where the provider signs with its own published key.

        Raises:
            NotFound: no such tenant, or not connected to this provider.
        """

    @abstractmethod
    def reread(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret] | None:
        """As they are stored now; None: they were read too lately to be read again.

        For a signature that no secret at hand explains: it may be a new one's. Anybody can send
        such signatures, so how often this reads is bounded.
        """
