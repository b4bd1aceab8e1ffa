"""Deciding at the door whether a webhook comes from its provider.

Imported on the acknowledgement path: standard library only.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any


class SignatureRejected(Exception):
    """The request was not made by the provider, or not now. Reveals nothing more."""


class WebhookVerifier(ABC):
    """Verifies the raw bytes, before JSON is parsed."""

    kept_headers: tuple[str, ...] = ()
    """Lower-case names of the headers later steps may need."""

    @abstractmethod
    def verify(
        self,
        body: bytes,
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,
    ) -> str | None:
        """The one of `secrets` that signed; None: it was a key of the provider's own.

        `headers` have lower-case names.

        Raises:
            SignatureRejected: bad, missing or stale (300 s either way).
        """

    @abstractmethod
    def event_id(self, payload: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> str:
        """The provider's id of the event, or one derived from the body where it has none."""

    def account_of(self, payload: Mapping[str, Any]) -> str | None:  # noqa: ARG002
        """The connected account an event of a platform is about; None: it names none."""
        return None


class GrantsTokens(WebhookVerifier):
    """Of a provider that logs in with us, and sends our token with its webhooks."""

    lifetime: timedelta
    """Of a token."""

    @abstractmethod
    def grant(
        self, client_id: str, client_secret: str, secrets: Sequence[str], now: datetime
    ) -> str:
        """Raises SignatureRejected: `client_secret` is none of `secrets`."""
