"""UPS over HTTP: its error document and its token, which is asked for outside `/api`."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from orderloom.adapters.bounded_http import Received
from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import FixedLogin, Login, TokenLogin
from orderloom.errors import ProviderRefused, RateLimited
from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock

PROVIDER = "ups"
_TOO_MANY = "10429"


@dataclass(frozen=True)
class UpsAccount:
    """A merchant's app at UPS and the shipper account its parcels are charged to.

    Attributes:
        name: whose access tokens are used; see `CarrierMeans.holder`.
        shipper_number: six letters and digits.
        made_in: ISO country of the merchant's goods, for customs; without it, none cross a border.
        pays_duties: the merchant, or else the recipient.
    """

    client_id: str
    client_secret: str = field(repr=False)
    shipper_number: str = field(repr=False)
    made_in: str = ""
    pays_duties: bool = False
    name: str = PROVIDER


def ups_http(
    account: UpsAccount,
    tokens: AccessTokens,
    clock: Clock,
    *,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> ProviderHttp:
    """`base_url` is the host's: paths say `/api` themselves."""

    def http(login: Login) -> ProviderHttp:
        return _Http(
            provider=PROVIDER,
            base_url=base_url,
            login=login,
            read_error=read_error,
            before_each=before_each,
            session=session,
        )

    secret = f"{account.client_id}:{account.client_secret}".encode()
    basic = f"Basic {base64.b64encode(secret).decode()}"
    with_secret = http(FixedLogin({"Authorization": basic}))

    def access_token() -> AccessToken:
        form = {"grant_type": "client_credentials"}
        answer = with_secret.json("log in", "POST", "/security/v1/oauth/token", form=form)
        with with_secret.understanding("log in"):
            lifetime = timedelta(seconds=int(answer["expires_in"]))  # they send it as text
            return AccessToken(text(answer, "access_token"), clock.now() + lifetime)

    return http(TokenLogin(tokens, account.name, access_token))


class _Http(ProviderHttp):
    def _understood(self, operation: str, received: Received) -> Answer:
        """Too many calls have a code of their own, whatever status they come with."""
        try:
            return super()._understood(operation, received)
        except ProviderRefused as exc:
            if exc.code != _TOO_MANY:
                raise
            raise RateLimited(PROVIDER, operation, "too many calls") from exc


def read_error(answer: Answer) -> VendorError:
    """The first code; its message may repeat an address."""
    errors = (answer.get("response") or answer).get("errors") or [{}]
    code = str(errors[0].get("code") or "unspecified")
    return VendorError(code=code, detail=f"{len(errors)} error(s)")


def text(answer: Answer, name: str) -> str:
    value = answer[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is empty")
    return value
