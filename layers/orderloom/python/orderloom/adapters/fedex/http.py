"""FedEx over HTTP: its error document and its token.

Too many log-ins from one address are answered with 403 for ten minutes, and longer for whoever
goes on asking (developer.fedex.com, guide "API rate limits"): hence one shared token.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from orderloom.adapters.bounded_http import Received
from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import Login, TokenLogin
from orderloom.errors import RateLimited
from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock

PROVIDER = "fedex"
_LOCKED_OUT_SECONDS = 600.0


@dataclass(frozen=True)
class FedexAccount:
    """A merchant's project at FedEx and the account its parcels are charged to.

    Attributes:
        name: whose access tokens are used; see `CarrierMeans.holder`.
        account_number: nine digits.
        made_in: ISO country of the merchant's goods, for customs; without it, none cross a border.
        pays_duties: the merchant, or else the recipient.
    """

    client_id: str
    client_secret: str = field(repr=False)
    account_number: str = field(repr=False)
    made_in: str = ""
    pays_duties: bool = False
    name: str = PROVIDER


def fedex_http(
    account: FedexAccount,
    tokens: AccessTokens,
    clock: Clock,
    *,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> ProviderHttp:
    def http(kind: type[ProviderHttp], login: Login | None) -> ProviderHttp:
        return kind(
            provider=PROVIDER,
            base_url=base_url,
            login=login,
            read_error=read_error,
            before_each=before_each,
            session=session,
        )

    anonymous = http(_LogInHttp, None)

    def access_token() -> AccessToken:
        form = {
            "grant_type": "client_credentials",
            "client_id": account.client_id,
            "client_secret": account.client_secret,
        }
        answer = anonymous.json("log in", "POST", "/oauth/token", form=form)
        with anonymous.understanding("log in"):
            lifetime = timedelta(seconds=int(answer["expires_in"]))
            return AccessToken(_text(answer, "access_token"), clock.now() + lifetime)

    return http(ProviderHttp, TokenLogin(tokens, account.name, access_token))


class _LogInHttp(ProviderHttp):
    """Wrong credentials are 401 there; 403 is the penalty for asking too often."""

    def _understood(self, operation: str, received: Received) -> Answer:
        if received.status == requests.codes.forbidden:
            raise RateLimited(PROVIDER, operation, "locked out", _LOCKED_OUT_SECONDS)
        return super()._understood(operation, received)


def read_error(answer: Answer) -> VendorError:
    """The first code. Messages and parameter values may repeat an address."""
    first = (answer.get("errors") or [{}])[0]
    code = first.get("code") or answer.get("error") or "unspecified"
    named = [str(part.get("key")) for part in first.get("parameterList") or [] if part.get("key")]
    told = " ".join([*named, f"(transaction {answer.get('transactionId')})"])
    return VendorError(code=str(code), detail=told)


def _text(answer: Answer, name: str) -> str:
    value = answer[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is empty")
    return value
