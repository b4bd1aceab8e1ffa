"""FedEx's tracking events. The shape of a push is not public: it is that of a tracking answer."""

import base64
import hmac

from simulator.carriers.account import Event, Sold
from simulator.carriers.hooks import Hook, TrackDesk
from simulator.delivery_types import RetryPolicy
from simulator.fedex.shipments import history
from simulator.json_types import JsonObject


class FedexDesk(TrackDesk):
    provider = "fedex"
    policy = RetryPolicy(delays=(300, 3600), timeout=10)
    """No schedule is published; this is the simulator's choice."""

    def payload(self, sold: Sold, number: str, event: Event) -> JsonObject:
        result = {"trackingNumberInfo": {"trackingNumber": number}, **history([event])}
        told = {"trackingNumber": sold.number, "trackResults": [result]}
        return {"output": {"completeTrackResults": [told]}}

    async def shown(self, hook: Hook, body: bytes) -> dict[str, str]:
        seal = hmac.digest(hook.secret.encode(), body, "sha256")
        return {"fdx-signature": base64.b64encode(seal).decode()}
