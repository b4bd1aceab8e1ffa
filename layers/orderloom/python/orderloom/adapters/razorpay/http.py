"""Razorpay over HTTP: its login and its error document."""

import base64

import requests

from orderloom.adapters.provider_http import Answer, ProviderHttp, VendorError

PROVIDER = "razorpay"

_IN_FLIGHT = 409
"""A refund under this idempotency key is being made: its outcome is not known yet."""


def razorpay_http(
    *, key_id: str, key_secret: str, base_url: str, session: requests.Session | None = None
) -> ProviderHttp:
    """`base_url` is where `/v1` is found."""
    login = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()
    return ProviderHttp(
        provider=PROVIDER,
        base_url=f"{base_url.rstrip('/')}/v1",
        headers={"Authorization": f"Basic {login}"},
        read_error=read_error,
        unknown_outcome=(_IN_FLIGHT,),
        session=session,
    )


def read_error(answer: Answer) -> VendorError:
    """`reason` tells most, but is often "NA"; descriptions may repeat what a shopper typed.

    Raises KeyError, TypeError: not an error of Razorpay's.
    """
    error = answer["error"]
    named = [error.get("reason"), error["code"]]
    code = next(name for name in named if isinstance(name, str) and name not in ("", "NA"))
    where = (error.get("source"), error.get("step"), error.get("field"))
    told = [part for part in where if isinstance(part, str) and part not in ("", "NA")]
    return VendorError(code=code, detail=" ".join([str(error["code"]), *told]))
