"""Of carriers that send no webhooks: what comes in their name is not theirs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.domain.inbound import InboundEvent
from orderloom.ports.event_reader import EventReader
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier


class NothingIsGenuine(WebhookVerifier):
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


class NothingToRead(EventReader):
    def read(self, event: InboundEvent) -> None:
        """Where parcels are is asked."""
