"""Shiprocket over HTTP: a token of ten days, and refusals that arrive with status 200."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import TokenLogin
from orderloom.errors import CredentialsRejected, ProviderRefused
from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock

PROVIDER = "shiprocket"
_TOKEN_LIFETIME = timedelta(days=10)
"""Their documents say so; the answer has no field for it."""

_FIRST_ERROR_STATUS = 400

# Their sentences, which may go on with what somebody typed; ours are codes.
_SENTENCES = {
    "cannot reassign": "cannot_reassign_courier",
    "does not exist": "not_found",
    "invalid shipment": "invalid_shipment",
    "pickup location": "pickup_location",
    "unauthenticated": "unauthenticated",
    "insufficient": "insufficient_balance",
    "recharge": "insufficient_balance",
    "not serviceable": "not_serviceable",
    "already": "already_done",
}


@dataclass(frozen=True)
class ShiprocketAccount:
    """A merchant's API user.

    Attributes:
        pickup_location: the name a pickup address has in the merchant's Shiprocket settings.
        name: whose access tokens are used; see `CarrierMeans.holder`.
    """

    email: str = field(repr=False)
    password: str = field(repr=False)
    pickup_location: str
    name: str = PROVIDER


def shiprocket_http(
    account: ShiprocketAccount,
    tokens: AccessTokens,
    clock: Clock,
    *,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> ProviderHttp:
    """`base_url` ends in `/v1/external`."""

    def http(login: TokenLogin | None) -> ProviderHttp:
        return ProviderHttp(
            provider=PROVIDER,
            base_url=base_url,
            login=login,
            read_error=read_error,
            before_each=before_each,
            session=session,
        )

    anonymous = http(None)

    def fetch() -> AccessToken:
        body = {"email": account.email, "password": account.password}
        try:
            answer = anonymous.json("log in", "POST", "/auth/login", body)
        except ProviderRefused as exc:  # of whatever status
            raise CredentialsRejected(PROVIDER, "log in", exc.code, "log-in refused") from exc
        with anonymous.understanding("log in"):
            token = answer["token"]
            if not isinstance(token, str) or not token:
                raise ValueError("no token")
            return AccessToken(token, clock.now() + _TOKEN_LIFETIME)

    return http(TokenLogin(tokens, account.name, fetch))


def read_error(answer: Answer) -> VendorError:
    """A code of ours for their sentence, and the names of the fields they name."""
    payload = answer.get("payload")
    inner = payload if isinstance(payload, dict) else {}
    sentence = answer.get("message") or inner.get("error_message") or inner.get("error") or ""
    fields = answer.get("errors")
    return VendorError(
        code=_code(str(sentence), answer.get("status_code") or answer.get("status")),
        detail="fields: " + " ".join(sorted(fields)) if isinstance(fields, dict) else "",
    )


def accepted(operation: str, answer: Answer) -> Answer:
    """The answer, unless it is a refusal with status 200. Raises ProviderRefused."""
    refused = any(
        str(answer.get(flag)) in {"0", "False"}
        for flag in ("status", "success", "awb_assign_status", "label_created")
    )
    if refused or number(answer.get("status_code")) >= _FIRST_ERROR_STATUS:
        error = read_error(answer)
        raise ProviderRefused(PROVIDER, operation, error.code, error.detail)
    return answer


def number(value: object) -> int:
    """Numbers come as text or not; 0 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _code(sentence: str, status: object) -> str:
    said = sentence.lower()
    for part, code in _SENTENCES.items():
        if part in said:
            return code
    return f"status_{status}" if number(status) else "unspecified"
