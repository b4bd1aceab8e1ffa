"""Where a carrier tells its customers of their parcels."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass

from simulator.carriers.account import Event, Sold
from simulator.delivery import Deliverer
from simulator.delivery_types import Message, RetryPolicy
from simulator.faults import WebhookFacts
from simulator.json_types import JsonObject


@dataclass(frozen=True)
class Hook:
    """`client_id`: of carriers that log in with whom they tell."""

    url: str
    secret: str
    client_id: str = ""


class TrackDesk(ABC):
    """Tells each account's hook, by the account's key, of every milestone of its parcels."""

    provider: str
    policy: RetryPolicy

    def __init__(self, deliverer: Deliverer) -> None:
        self.deliverer = deliverer
        self.hooks: dict[str, Hook] = {}

    @abstractmethod
    def payload(self, sold: Sold, number: str, event: Event) -> JsonObject:
        """As the carrier writes it; `number` is the parcel's."""

    @abstractmethod
    async def shown(self, hook: Hook, body: bytes) -> dict[str, str]:
        """The headers that tell who is writing."""

    async def publish(self, account: str, sold: Sold, event: Event, event_id: str) -> None:
        hook = self.hooks.get(account)
        if hook is None:
            return
        number = sold.parcels[0]
        body = json.dumps(self.payload(sold, number, event), separators=(",", ":")).encode()
        headers = await self.shown(hook, body)
        facts = WebhookFacts(self.provider, account, event.status, frozenset({number}))
        self.deliverer.post(
            Message(
                event_id=event_id,
                facts=facts,
                endpoint_id=account,
                url=hook.url,
                body=body,
                sign=lambda _body, _moment: {"Content-Type": "application/json", **headers},
                policy=self.policy,
            )
        )
