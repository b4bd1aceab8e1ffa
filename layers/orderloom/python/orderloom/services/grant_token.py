"""A provider that logs in with us gets a token for its webhooks.

On the acknowledgement path: standard library and ports only.
"""

import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote_plus

from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.webhook_secrets import WebhookSecrets
from orderloom.ports.webhook_verifier import GrantsTokens, SignatureRejected, WebhookVerifier
from orderloom.services.ingest_webhook import WebhookRequest


class GrantToken:
    """Client credentials as OAuth 2 sends them, in a Basic header; the id is the caller's own."""

    def __init__(
        self,
        *,
        verifier_for: Callable[[str], WebhookVerifier | None],
        secrets: WebhookSecrets,
        clock: Clock,
    ) -> None:
        self._verifier_for = verifier_for
        self._secrets = secrets
        self._clock = clock

    def __call__(self, request: WebhookRequest) -> tuple[str, int] | None:
        """The token and its lifetime in seconds; None: refused, for whatever reason.

        Raises:
            OrderloomError: nothing can be said now.
        """
        verifier = self._verifier_for(request.provider) if request.names_a_door else None
        client_id, secret = _credentials(request.headers.get("authorization", ""))
        if not isinstance(verifier, GrantsTokens) or not secret:
            return None
        try:
            known = self._secrets.of(request.tenant_id, request.provider)
            words = [keyed.secret for keyed in known]
            token = verifier.grant(client_id, secret, words, self._clock.now())
        except (NotFound, SignatureRejected):
            return None
        return token, int(verifier.lifetime.total_seconds())


def _credentials(authorization: str) -> tuple[str, str]:
    """Both empty where they are not readable."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    client_id, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
