"""UPS's Track Alert: sent once, and lost where nobody listens."""

import base64
from datetime import UTC, datetime

from simulator.carriers.account import Event, Sold
from simulator.carriers.hooks import Hook, TrackDesk
from simulator.delivery import Deliverer
from simulator.delivery_types import RetryPolicy
from simulator.json_types import JsonObject
from simulator.sink import Sink
from simulator.ups.tracking import MILESTONES

_TIMEOUT = 10
_HOURS_BEHIND = 5
"""As the places are where the parcels are scanned."""


class UpsDesk(TrackDesk):
    """v1 repeats the word of the subscription; v2, of a hook with a client id, logs in first."""

    provider = "ups"
    policy = RetryPolicy(delays=(), timeout=_TIMEOUT)

    def __init__(self, deliverer: Deliverer, sink: Sink) -> None:
        super().__init__(deliverer)
        self._sink = sink

    def payload(self, sold: Sold, number: str, event: Event) -> JsonObject:
        del sold
        moment = datetime.fromtimestamp(event.moment, UTC)
        there = datetime.fromtimestamp(event.moment - _HOURS_BEHIND * 3600, UTC)
        kind, code, said = MILESTONES[event.status]
        return {
            "trackingNumber": number,
            "localActivityDate": there.strftime("%Y%m%d"),
            "localActivityTime": there.strftime("%H%M%S"),
            "gmtActivityDate": moment.strftime("%Y%m%d"),
            "gmtActivityTime": moment.strftime("%H%M%S"),
            "activityLocation": {"city": "Austin", "stateProvince": "TX", "country": "US"},
            "activityStatus": {"type": kind, "code": code, "description": said},
        }

    async def shown(self, hook: Hook, body: bytes) -> dict[str, str]:
        del body
        sender = {"User-Agent": "UPSPubSubTrackingService"}
        if not hook.client_id:
            return {**sender, "credential": hook.secret}
        token = await self._logged_in(hook)
        return {**sender, "x-api-key": hook.client_id, "Authorization": f"Bearer {token}"}

    async def _logged_in(self, hook: Hook) -> str:
        """At the token address of whom it tells; an empty token where that is refused."""
        known = base64.b64encode(f"{hook.client_id}:{hook.secret}".encode()).decode()
        headers = {
            "Authorization": f"Basic {known}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asked = b"grant_type=client_credentials"
        answer = await self._sink.ask(f"{hook.url}/token", asked, headers, _TIMEOUT)
        return str(answer.get("access_token", ""))
