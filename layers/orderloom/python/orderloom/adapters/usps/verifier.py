"""USPS sends no webhooks: what comes in its name is not its."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier


class UspsVerifier(WebhookVerifier):
    def verify(
        self,
        body: bytes,  # noqa: ARG002 - the port's
        headers: Mapping[str, str],  # noqa: ARG002 - the port's
        secrets: Sequence[str],  # noqa: ARG002 - the port's
        now: datetime,  # noqa: ARG002 - the port's
    ) -> str | None:
        raise SignatureRejected

    def event_id(self, payload: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> str:
        raise NotImplementedError  # nothing is ever taken
