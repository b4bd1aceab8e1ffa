"""Signing secrets in memory."""

from collections.abc import Sequence

from orderloom.errors import NotFound
from orderloom.ports.webhook_secrets import KeyedSecret, WebhookSecrets

from tests.fakes.faults import Faults


class FakeWebhookSecrets(WebhookSecrets):
    """`rereads` counts how often the door asked for newer ones."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.rereads = 0
        self._secrets: dict[tuple[str, str], tuple[KeyedSecret, ...]] = {}
        self._newer: dict[tuple[str, str], tuple[KeyedSecret, ...]] = {}

    def set(self, tenant_id: str, provider: str, *secrets: str) -> None:
        """Newest first; none where the provider signs with a key of its own."""
        self._secrets[(tenant_id, provider)] = _keyed(secrets)

    def set_unread(self, tenant_id: str, provider: str, *secrets: str) -> None:
        """What is stored, but not yet known to the door."""
        self._newer[(tenant_id, provider)] = _keyed(secrets)

    def of(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret]:
        with self.faults.around("of"):
            if (tenant_id, provider) not in self._secrets:
                raise NotFound("connection", provider)
            return self._secrets[(tenant_id, provider)]

    def reread(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret] | None:
        with self.faults.around("reread"):
            self.rereads += 1
            return self._newer.get((tenant_id, provider))


def _keyed(secrets: Sequence[str]) -> tuple[KeyedSecret, ...]:
    return tuple(KeyedSecret(f"id of {secret}", secret) for secret in secrets)
