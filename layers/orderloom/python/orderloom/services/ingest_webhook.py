"""The door: a webhook is proven genuine, stored durably, and only then acknowledged.

On the acknowledgement path: standard library, ports and plain dataclasses only.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orderloom.domain.identifiers import PLATFORM, TENANT_ID
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.platform_accounts import PlatformDoor
from orderloom.ports.webhook_secrets import KeyedSecret, WebhookSecrets
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

MAX_BODY_BYTES = 256 * 1024
"""Of the decoded body. Providers send a few KiB; what is kept must fit one queue message."""

ACCOUNT = "account"
"""Beside the headers that are kept: the account that an event of the platform is about."""

_JSON, _JSON_BLANK = json.JSONDecoder(), " \t\r\n"
"""`json.loads` in two steps, without what it does for other kinds of input."""

_PROVIDER = re.compile(r"[a-z]{2,20}")


@dataclass(frozen=True)
class WebhookRequest:
    """An HTTP request as it came; `headers` have lower-case names.

    `tenant_id`: that of the address; PLATFORM where it names none.
    """

    provider: str
    tenant_id: str
    headers: Mapping[str, str] = field(repr=False)
    body: str = field(repr=False)
    is_base64: bool = False

    @property
    def names_a_door(self) -> bool:
        """Whether provider and tenant look like such; what does not is looked up nowhere."""
        whose = self.tenant_id == PLATFORM or TENANT_ID.fullmatch(self.tenant_id)
        return bool(whose and _PROVIDER.fullmatch(self.provider))


class Refusal(StrEnum):
    """Why a webhook was not taken, in the order of the checks."""

    NOT_FOUND = "not-found"
    UNREADABLE_BODY = "unreadable-body"
    TOO_LARGE = "payload-too-large"
    INVALID_SIGNATURE = "invalid-signature"
    MALFORMED_JSON = "malformed-json"


class IngestWebhook:
    """`verifier_for` answers None for a provider this system does not know."""

    def __init__(
        self,
        *,
        verifier_for: Callable[[str], WebhookVerifier | None],
        secrets: WebhookSecrets,
        queue: InboundQueue,
        clock: Clock,
        platform: PlatformDoor,
    ) -> None:
        self._verifier_for = verifier_for
        self._secrets = secrets
        self._platform = platform
        self._queue = queue
        self._clock = clock

    def __call__(self, request: WebhookRequest) -> InboundEvent | Refusal:
        """The event as stored, or why it was refused.

        Raises:
            OrderloomError: nothing is stored (TransientError: for now); the provider must send
                it again.
        """
        if not request.names_a_door:
            return Refusal.NOT_FOUND
        body = _raw_body(request)
        if body is None:
            return Refusal.UNREADABLE_BODY
        if len(body) > MAX_BODY_BYTES:
            return Refusal.TOO_LARGE
        verifier = self._verifier_for(request.provider)
        if verifier is None:
            return Refusal.NOT_FOUND
        return self._take(request, body, verifier)

    def _take(
        self, request: WebhookRequest, body: bytes, verifier: WebhookVerifier
    ) -> InboundEvent | Refusal:
        now = self._clock.now()
        try:
            secret_id = self._signer(request, body, verifier, now)
        except NotFound:
            return Refusal.NOT_FOUND
        except SignatureRejected:
            return Refusal.INVALID_SIGNATURE
        text, payload = json_object(body)
        if payload is None:
            return Refusal.MALFORMED_JSON
        tenant_id, account = self._addressee(request, verifier, payload)
        event = InboundEvent(
            tenant_id=tenant_id,
            provider=request.provider,
            event_id=verifier.event_id(payload, body, request.headers),
            received_at=now,
            body=text,
            headers={**_kept(request.headers, verifier.kept_headers), **account},
            secret_id=secret_id,
        )
        self._queue.send(event)
        return event

    def _addressee(
        self,
        request: WebhookRequest,
        verifier: WebhookVerifier,
        payload: Mapping[str, object],
    ) -> tuple[str, dict[str, str]]:
        """The tenant, by the account where the address names none, and that account.

        What the platform's secret signed is believed of its own accounts only, and each of these
        is one tenant's: nothing in a body can name another.
        """
        if request.tenant_id != PLATFORM:
            return request.tenant_id, {}
        account = verifier.account_of(payload)
        if account is None:
            return PLATFORM, {}
        owner = self._platform.owner(request.provider, account)
        return owner or PLATFORM, {ACCOUNT: account}

    def _signer(
        self, request: WebhookRequest, body: bytes, verifier: WebhookVerifier, now: datetime
    ) -> str | None:
        """The id of the secret that signed. Raises SignatureRejected, NotFound."""
        if request.tenant_id == PLATFORM:
            accepted = self._platform.secrets(request.provider)
            _signed_with(accepted, verifier, body, request.headers, now)
            return None  # hits are counted of tenants' own secrets
        names = (request.tenant_id, request.provider)
        secrets = self._secrets.of(*names)
        try:
            return _signed_with(secrets, verifier, body, request.headers, now)
        except SignatureRejected:
            # The secret may be newer than what is kept here of this connection.
            newer = self._secrets.reread(*names)
            if newer is None or newer == secrets:
                raise
            return _signed_with(newer, verifier, body, request.headers, now)


def _signed_with(
    secrets: Sequence[KeyedSecret],
    verifier: WebhookVerifier,
    body: bytes,
    headers: Mapping[str, str],
    now: datetime,
) -> str | None:
    signer = verifier.verify(body, headers, [keyed.secret for keyed in secrets], now)
    return next((keyed.secret_id for keyed in secrets if keyed.secret == signer), None)


def _raw_body(request: WebhookRequest) -> bytes | None:
    """The bytes that were signed; None if they cannot be recovered."""
    try:
        if request.is_base64:
            return base64.b64decode(request.body, validate=True)
        return request.body.encode()
    except ValueError:
        return None


def json_object(body: bytes) -> tuple[str, dict[str, object] | None]:
    """As text and as what it says; None: it is no JSON object."""
    try:
        # Decoded first: given bytes, json would also accept UTF-16 and UTF-32.
        text = body.decode()
        bare = text.strip(_JSON_BLANK)
        payload, end = _JSON.raw_decode(bare)
    except (ValueError, RecursionError):
        return "", None
    return text, payload if end == len(bare) and isinstance(payload, dict) else None


def _kept(headers: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: headers[name] for name in names if name in headers}
