"""MyDHL over HTTP: a user name and a password, and its error document."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import FixedLogin

PROVIDER = "dhl"
_VERSION = "3.1.0"
"""Of the interface: their document says never to send another."""


@dataclass(frozen=True)
class DhlAccount:
    """A merchant's MyDHL user and the account its parcels are charged to.

    Attributes:
        made_in: ISO country of the merchant's goods, for customs; without it, none cross a border.
        pays_duties: the merchant, or else the recipient.
    """

    username: str
    password: str = field(repr=False)
    account_number: str = field(repr=False)
    made_in: str = ""
    pays_duties: bool = False


def dhl_http(
    account: DhlAccount,
    *,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> ProviderHttp:
    secret = base64.b64encode(f"{account.username}:{account.password}".encode()).decode()
    return ProviderHttp(
        provider=PROVIDER,
        base_url=base_url,
        login=FixedLogin({"Authorization": f"Basic {secret}"}),
        headers={"x-version": _VERSION},
        read_error=read_error,
        before_each=before_each,
        session=session,
    )


def read_error(answer: Answer) -> VendorError:
    """The number a detail begins with, or the title; and which of our fields it names.

    The rest of a detail may repeat an address. `status` is a number or a text, where there is one.
    """
    told = [str(answer.get("detail") or "")]
    told += [str(each) for each in answer.get("additionalDetails") or []]
    numbers = (re.match(r"(\d{3,6}):", each) for each in told)
    number = next((found[1] for found in numbers if found), None)
    code = number or answer.get("title") or answer.get("status") or answer.get("code")
    fields = re.findall(r"#/[\w/]+", " ".join(told))
    return VendorError(code=str(code or "unspecified"), detail=" ".join(fields) or "no field named")
