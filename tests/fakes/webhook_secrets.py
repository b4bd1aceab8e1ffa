"""Signing secrets in memory."""

from collections.abc import Sequence

from orderloom.errors import NotFound
from orderloom.ports.webhook_secrets import WebhookSecrets

from tests.fakes.faults import Faults


class FakeWebhookSecrets(WebhookSecrets):
    def __init__(self) -> None:
        self.faults = Faults()
        self._secrets: dict[tuple[str, str], tuple[str, ...]] = {}

    def set(self, tenant_id: str, provider: str, *secrets: str) -> None:
        """Newest first; none where the provider signs with a key of its own."""
        self._secrets[(tenant_id, provider)] = secrets

    def of(self, tenant_id: str, provider: str) -> Sequence[str]:
        with self.faults.around("of"):
            if (tenant_id, provider) not in self._secrets:
                raise NotFound("connection", provider)
            return self._secrets[(tenant_id, provider)]
