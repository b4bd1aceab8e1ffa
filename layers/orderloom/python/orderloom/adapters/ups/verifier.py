"""UPS Track Alert. v1 repeats the `credential` of the subscription; v2 sends our own token.

Source: UPSTrackAlert.yaml of UPS's API documentation. Neither signs the body. v1's word never
changes and goes with every message, so a v1 alert is only a reason to ask UPS.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.adapters.fact_digest import digest
from orderloom.adapters.shared_words import matching
from orderloom.adapters.ups.alert_tokens import LIFETIME, issue, sealed_with
from orderloom.ports.webhook_verifier import GrantsTokens, SignatureRejected

CLIENT_ID = "x-api-key"
"""Names the client whose token was sent; no secret. Kept: with it an alert is a v2 alert."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SENDER = "UPSPubSubTrackingService"
_MOMENT = ("gmtActivityDate", "gmtActivityTime", "localActivityDate", "localActivityTime")
_STATUS = ("type", "code", "descriptionCode")


class UpsVerifier(GrantsTokens):
    """Two ways in, told apart by `x-api-key`: v1's word does not open v2's."""

    kept_headers = (CLIENT_ID,)
    lifetime = LIFETIME

    def verify(
        self,
        body: bytes,  # noqa: ARG002 - the port's; UPS signs none
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,
    ) -> str:
        if headers.get("user-agent") != _SENDER:
            raise SignatureRejected
        if CLIENT_ID in headers:
            token = headers.get("authorization", "")
            secret = sealed_with(_bearer(token), headers[CLIENT_ID], secrets, now)
        else:
            secret = matching(headers.get("credential", ""), secrets)
        if secret is None:
            raise SignatureRejected
        return secret

    def grant(
        self, client_id: str, client_secret: str, secrets: Sequence[str], now: datetime
    ) -> str:
        secret = matching(client_secret, secrets)
        if secret is None or not _CLIENT_ID.fullmatch(client_id):
            raise SignatureRejected
        return issue(client_id, secret, now)

    def event_id(
        self,
        payload: Mapping[str, Any],
        body: bytes,  # noqa: ARG002 - the port's; what is stated says more than how
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; no id is in them
    ) -> str:
        """UPS gives alerts no id: theirs is a digest of parcel, moment and status."""
        status = payload.get("activityStatus")
        stated = status if isinstance(status, dict) else {}
        number = str(payload.get("trackingNumber")).strip()
        return digest([number, *map(payload.get, _MOMENT), *map(stated.get, _STATUS)])


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
