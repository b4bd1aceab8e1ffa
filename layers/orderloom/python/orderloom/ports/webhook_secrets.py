"""The signing secrets the door needs. Imported on the acknowledgement path: keep it light."""

from abc import ABC, abstractmethod
from collections.abc import Sequence


class WebhookSecrets(ABC):
    """Reads one tenant's accepted signing secrets for a provider, cached for minutes."""

    @abstractmethod
    def of(self, tenant_id: str, provider: str) -> Sequence[str]:
        """Newest first; empty where the provider signs with its own published key.

        Raises:
            NotFound: no such tenant, or not connected to this provider.
        """
