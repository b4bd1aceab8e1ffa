"""ShipStation v2 over HTTP: its login header and its error document."""

from collections.abc import Callable

import requests

from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError
from orderloom.adapters.provider_login import FixedLogin

PROVIDER = "shipstation"


def shipstation_http(
    *,
    api_key: str,
    base_url: str,
    before_each: Callable[[str], None] | None = None,
    session: requests.Session | None = None,
) -> ProviderHttp:
    """`base_url` ends in the version, `/v2`."""
    return ProviderHttp(
        provider=PROVIDER,
        base_url=base_url,
        login=FixedLogin({"API-Key": api_key}),
        read_error=read_error,
        before_each=before_each,
        session=session,
    )


def read_error(answer: Answer) -> VendorError:
    """The first error: its messages may repeat an address, so codes and fields must do.

    `error_source` tells ShipStation's own limits and refusals from those of the carrier.
    """
    errors = answer.get("errors") or [{}]
    first = errors[0]
    code = first.get("error_code") or "unspecified"
    named = (first.get("error_source"), first.get("error_type"), first.get("field_name"))
    described = " ".join(str(part) for part in named if part)
    return VendorError(
        code=str(code), detail=f"{described} (request {answer.get('request_id')})".strip()
    )


def is_limited(errors: list[Answer]) -> bool:
    """Whether a carrier behind ShipStation had too many calls; ShipStation itself answers 429."""
    return any(error.get("error_code") == "rate_limit_exceeded" for error in errors)
