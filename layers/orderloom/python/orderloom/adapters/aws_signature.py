"""AWS's Signature Version 4 for one kind of request: a POST of JSON to a service's root.

Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. A test
holds the headers to those of botocore's own signer. Standard library only: for the door.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from orderloom.errors import Misconfigured

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """Of the function's role, as Lambda puts them into the environment."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Credentials":
        """Raises Misconfigured where they come otherwise (SnapStart has none at the start)."""
        try:
            return cls(
                access_key=environment["AWS_ACCESS_KEY_ID"],
                secret_key=environment["AWS_SECRET_ACCESS_KEY"],
                token=environment.get("AWS_SESSION_TOKEN", ""),
            )
        except KeyError as exc:
            raise Misconfigured(f"no {exc.args[0]} in the environment") from exc


@dataclass(frozen=True)
class Signer:
    """For one service in one region."""

    service: str
    region: str

    def signed(
        self, headers: Mapping[str, str], body: bytes, credentials: Credentials, now: datetime
    ) -> dict[str, str]:
        """The headers to send; `headers` have lower-case names, `host` among them."""
        moment = f"{now:%Y%m%dT%H%M%SZ}"
        sent = {**headers, "x-amz-date": moment}
        if credentials.token:
            sent["x-amz-security-token"] = credentials.token
        names = sorted(sent)
        canonical = "".join(f"{name}:{sent[name]}\n" for name in names)
        signed_names = ";".join(names)
        digest = hashlib.sha256(body).hexdigest()
        request = f"POST\n/\n\n{canonical}\n{signed_names}\n{digest}"
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        request_digest = hashlib.sha256(request.encode()).hexdigest()
        text = f"{_ALGORITHM}\n{moment}\n{scope}\n{request_digest}"
        key = _key(credentials.secret_key, moment[:8], self.region, self.service)
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        sent["authorization"] = (
            f"{_ALGORITHM} Credential={credentials.access_key}/{scope}, "
            f"SignedHeaders={signed_names}, Signature={signature}"
        )
        return sent


@lru_cache(maxsize=8)
def _key(secret_key: str, day: str, region: str, service: str) -> bytes:
    """The same for a day."""
    key = b"AWS4" + secret_key.encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
