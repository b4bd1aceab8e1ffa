"""A merchant that buys its labels at the carriers' own counters, and enters them by hand."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from orderloom import keys
from orderloom.adapters.carrier_means import CarrierMeans, Told
from orderloom.adapters.dynamodb.stored import moment
from orderloom.adapters.provider_registry import carrier_entry
from orderloom.adapters.system_clock import SystemClock
from orderloom.domain.tenant import Connection
from orderloom.ports.call_budget import CallBudget, CallLimit
from pydantic import SecretStr

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World
from tests.fakes.access_tokens import FakeAccessTokens
from tests.unit.adapters.dhl import samples as dhl
from tests.unit.adapters.fedex import samples as fedex
from tests.unit.adapters.shiprocket import samples as shiprocket
from tests.unit.adapters.ups import samples as ups
from tests.unit.adapters.usps import samples as usps

SHIPMENTS: Final = {
    "dhl": dhl.SHIPMENT,
    "fedex": fedex.SHIPMENT,
    "shiprocket": shiprocket.SHIPMENT,
    "ups": ups.SHIPMENT,
    "usps": usps.SHIPMENT,
}
DETAILS: Final[dict[str, dict[str, str]]] = {
    "dhl": {"account_number": "123456789", "made_in": "PT"},
    "fedex": {"account_number": "740561073", "made_in": "PT"},
    "shiprocket": {"pickup_location": "Primary"},
    "ups": {"shipper_number": "A1B2C3", "made_in": "PT"},
    "usps": {"crid": "12345678", "mid": "123456", "manifest_mid": "1", "payment_account": "9911"},
}
TELL: Final = {"fedex", "shiprocket", "ups"}


class _NoLimit(CallBudget):
    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        """A counter of a carrier sees few customers."""


@dataclass(frozen=True)
class CarrierDesk:
    """One merchant's accounts at the simulated carriers."""

    world: World
    merchant: Merchant

    @classmethod
    def opened(cls, world: World) -> "CarrierDesk":
        """Connected to all of them; every order waits to be sent by hand."""
        desk = cls(world, world.merchant())
        tenant_id = desk.merchant.tenant_id
        for carrier in SHIPMENTS:
            world.operator.connect(tenant_id, carrier, desk._connection(carrier))
        world.operator.set_shipping(tenant_id, {"mode": "manual"})
        desk.control("shiprocket/accounts", **desk._panel())
        desk.hook("fedex")
        desk.hook("ups")
        return desk

    def key(self, carrier: str) -> str:
        return f"{carrier}-of-{self.merchant.tenant_id}@example.com"

    def secret(self, carrier: str) -> str:
        """What the carrier signs with, or shows."""
        return f"webhooks-of-{carrier}-for-{self.merchant.tenant_id}"

    def hook(self, carrier: str, **more: str) -> None:
        """The webhook as the carrier's own pages set it up."""
        url = self.world.webhook_url(carrier, self.merchant.tenant_id)
        path = f"{carrier}/accounts/{self.key(carrier)}/webhook"
        self.control(path, url=url, secret=self.secret(carrier), **more)

    def sent(self, carrier: str, number: str | None = None) -> JsonObject:
        """A paid order with a label of this carrier's, new unless its number is given."""
        order_id = self.merchant.place(quantity=1)["id"]
        self.merchant.pay(order_id)
        number = number or self._bought(carrier, order_id)
        self.merchant.until(order_id, "manual_required")
        parcel = {"account": carrier, "carrier": carrier, "tracking_number": number}
        return self.merchant.api.enter_shipment(order_id, parcel)

    def scan(self, carrier: str, order: JsonObject, status: str) -> None:
        """The carrier's, which tells of it where it tells anything."""
        kind = "parcels" if carrier == "shiprocket" else "labels"
        number = order["fulfilment"]["tracking_number"]
        self.control(f"{carrier}/{kind}/{number}/advance", status=status)

    def look(self, carrier: str, order: JsonObject) -> None:
        """As the schedule does, once the parcel is due, which it is at once."""
        due = datetime.now(UTC) - timedelta(minutes=1)
        parcel = keys.parcel(self.merchant.tenant_id, order["id"])
        self._change(parcel, "SET CUSK = :at", keys.parcels_sort(due, order["id"]))
        message = {
            "kind": "sweep_connection",
            "book": "parcels",
            "tenant_id": self.merchant.tenant_id,
            "provider": carrier,
        }
        self.world.client("sqs").send_message(
            QueueUrl=self.world.details.outputs["SweepQueueUrl"], MessageBody=json.dumps(message)
        )

    def last_moved(self, order: JsonObject, **ago: float) -> None:
        """As if so much time had passed since."""
        at = moment(datetime.now(UTC) - timedelta(**ago))
        head = keys.order(self.merchant.tenant_id, order["id"])
        self._change(head, "SET fulfilment.moved_at = :at", at)

    def told(self, order: JsonObject, count: int) -> list[JsonObject]:
        """The scans on the order's timeline, once there are so many."""
        return eventually(
            lambda: [e for e in self.merchant.events(order["id"]) if "description" in e["data"]],
            until=lambda found: len(found) == count,
        )

    def control(self, path: str, **command: Any) -> None:
        self.world.simulator.http.call("POST", f"/{path}", command)

    def _connection(self, carrier: str) -> dict[str, Any]:
        told = {"signing_secrets": [self.secret(carrier)]} if carrier in TELL else {}
        known = {"key_id": self.key(carrier), "api_key": f"secret-of-{carrier}"}
        return {**known, "details": DETAILS[carrier], **told}

    def _panel(self) -> dict[str, str]:
        url = self.world.webhook_url("shiprocket", self.merchant.tenant_id)
        known = {"email": self.key("shiprocket"), "password": "secret-of-shiprocket"}
        return {**known, "url": url, "key": self.secret("shiprocket")}

    def _bought(self, carrier: str, order_id: str) -> str:
        entry = carrier_entry(carrier)
        assert entry is not None
        clock = SystemClock()
        base = f"{self.world.details.simulator_url}/{carrier}{urlsplit(entry.base_url).path}"
        means = CarrierMeans(carrier, base, FakeAccessTokens(clock), _NoLimit(), clock, Told(clock))
        connection = Connection(
            provider=carrier,
            key_id=self.key(carrier),
            api_key=SecretStr(f"secret-of-{carrier}"),
            details=DETAILS[carrier],
        )
        account = entry.carrier(connection, means)
        tomorrow = clock.now() + timedelta(days=1)
        shipment = replace(SHIPMENTS[carrier], operation_key=f"{order_id}:label", ship_at=tomorrow)
        offer = min(account.rates(shipment), key=lambda rate: rate.amount)
        return account.buy(shipment, offer).tracking_number

    def _change(self, key: keys.Key, update: str, at: str) -> None:
        self.world.client("dynamodb").update_item(
            TableName=self.world.details.outputs["TableName"],
            Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            UpdateExpression=update,
            ExpressionAttributeValues={":at": {"S": at}},
        )
