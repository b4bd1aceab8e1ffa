"""USPS v3 over HTTP: its error documents, and its two tokens.

The payment token names who pays for a label and whose it is; it goes with label calls only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import Login, TokenLogin
from orderloom.adapters.usps import multipart
from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock

PROVIDER = "usps"
PAYMENT_HEADER = "X-Payment-Authorization-Token"
_PAYMENT_TOKEN_LIFETIME = timedelta(hours=8)
"""The payments document says so; the answer does not."""


@dataclass(frozen=True)
class UspsAccount:
    """A merchant's app and the postal accounts behind it.

    Attributes:
        name: whose access tokens are used; see `CarrierMeans.holder`.
        crid: customer registration id; `mid`: mailer id on labels.
        payment_account: number of the Enterprise Payment System account that is charged.
    """

    client_id: str
    client_secret: str = field(repr=False)
    crid: str
    mid: str
    manifest_mid: str
    payment_account: str = field(repr=False)
    name: str = PROVIDER


@dataclass(frozen=True)
class UspsHttp:
    """`plain` calls carry the access token, `labels` calls the payment token too."""

    plain: ProviderHttp
    labels: ProviderHttp


def usps_http(
    account: UspsAccount,
    tokens: AccessTokens,
    clock: Clock,
    *,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> UspsHttp:
    def http(login: Login | None) -> ProviderHttp:
        return _Http(
            provider=PROVIDER,
            base_url=base_url,
            login=login,
            read_error=read_error,
            before_each=before_each,
            session=session,
        )

    anonymous = http(None)

    def access_token() -> AccessToken:
        body = {
            "client_id": account.client_id,
            "client_secret": account.client_secret,
            "grant_type": "client_credentials",
        }
        answer = anonymous.json("log in", "POST", "/oauth2/v3/token", body)
        with anonymous.understanding("log in"):
            lifetime = timedelta(seconds=int(answer["expires_in"]))  # they send it as text
            return AccessToken(str(answer["access_token"]), clock.now() + lifetime)

    access = TokenLogin(tokens, account.name, access_token)
    plain = http(access)

    def payment_token() -> AccessToken:
        body = {"roles": _roles(account)}
        path = "/payments/v3/payment-authorization"
        answer = plain.json("authorise payment", "POST", path, body)
        with plain.understanding("authorise payment"):
            value = str(answer["paymentAuthorizationToken"])
            return AccessToken(value, clock.now() + _PAYMENT_TOKEN_LIFETIME)

    paying = TokenLogin(tokens, f"{account.name}:payment", payment_token)
    return UspsHttp(plain, http(_LabelLogin(access, paying)))


class _Http(ProviderHttp):
    media_types = {multipart.MEDIA_TYPE: multipart.read}  # noqa: RUF012 - ClassVar in the base


class _LabelLogin(Login):
    """Both tokens; a refusal does not say which of them it means, so both are renewed."""

    def __init__(self, access: TokenLogin, paying: TokenLogin) -> None:
        self._access = access
        self._paying = paying

    def headers(self) -> Mapping[str, str]:
        return {**self._access.headers(), PAYMENT_HEADER: self._paying.token()}

    def renew(self) -> bool:
        return self._access.renew() | self._paying.renew()


def _roles(account: UspsAccount) -> list[Answer]:
    owner = {"CRID": account.crid, "MID": account.mid, "manifestMID": account.manifest_mid}
    payer = {"accountType": "EPS", "accountNumber": account.payment_account}
    return [
        {"roleName": "PAYER", **owner, **payer},
        {"roleName": "LABEL_OWNER", **owner},
        {"roleName": "RATE_HOLDER", "CRID": account.crid, **payer},
    ]


def read_error(answer: Answer) -> VendorError:
    """Details may repeat an address: the code, the title and the named parameter must do.

    Logging in answers in OAuth's words, everything else in USPS's own.
    """
    error = answer["error"]
    if isinstance(error, str):
        return VendorError(code=error, detail="log-in refused")
    first = (error.get("errors") or [{}])[0]
    code = first.get("code") or error.get("code") or "unspecified"
    named = (first.get("title"), (first.get("source") or {}).get("parameter"))
    return VendorError(code=str(code), detail=" ".join(str(part) for part in named if part))
