"""A merchant with accounts at several carriers, and what those say they sold."""

from collections import Counter
from typing import Any

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.waiting import eventually
from tests.e2e.world import ADDRESS, Merchant, World

REACHABLE = {**ADDRESS, "phone": "+1 512 555 0100"}
"""FedEx takes no parcel without a telephone number."""

_DETAILS = {
    "fedex": {"account_number": "740561073"},
    "ups": {"shipper_number": "A1B2C3"},
}
RATES = {
    "shipstation": "^/v2/rates$",
    "fedex": "/rates/quotes$",
    "ups": "/Shop$",
}
SALES = {
    "shipstation": "^/v2/labels/rates/",
    "fedex": "^/ship/v1/shipments$",
    "ups": "/ship$",
}


_ID_LENGTH = len("ord_") + 26
"""Of an order's id, with which every carrier's name for a purchase begins."""


class Depot:
    """`accounts` are connections beside ShipStation's, which every merchant of the world has."""

    def __init__(self, world: World, *accounts: str) -> None:
        self.world = world
        self.merchant: Merchant = world.merchant(ship_from=REACHABLE)
        self.keys = {"shipstation": self.merchant.shipstation_key}
        for account in accounts:
            self._connect(account)

    def _connect(self, account: str) -> None:
        key = f"{account}-{self.merchant.tenant_id}"
        connection = {
            "api_key": "a-secret-word",
            "key_id": key,
            "details": _DETAILS[account.partition(".")[0]],
        }
        self.world.operator.connect(self.merchant.tenant_id, account, connection)
        self.keys[account] = key

    def fault(self, account: str, path: str, action: str, **rule: Any) -> str:
        """At one account; the rule's id."""
        return self.world.rule(
            target="api",
            provider=account.partition(".")[0],
            account=self.keys[account],
            path=path,
            action=action,
            **rule,
        )

    def down(self, *accounts: str) -> list[str]:
        """They give no rates; the rules' ids."""
        return [
            self.fault(account, RATES[account.partition(".")[0]], "status", status=503)
            for account in accounts
        ]

    def hits(self, rule: str) -> int:
        """How often a fault was met."""
        faults = self.world.simulator.http.get("/faults")["faults"]
        return next(int(fault["hits"]) for fault in faults if fault["id"] == rule)

    def mended(self, *rules: str) -> None:
        for rule in rules:
            self.world.simulator.http.call("DELETE", f"/faults/{rule}")

    def paid(self, **order: Any) -> str:
        """The id of an order that is about to be shipped."""
        order_id = str(self.merchant.place(quantity=1, ship_to=REACHABLE, **order)["id"])
        self.merchant.pay(order_id)
        return order_id

    def ended(self, order_id: str, seconds: float = 60.0) -> JsonObject:
        """The order once it has its label, or waits for a person."""
        return eventually(
            lambda: self.merchant.api.order(order_id),
            until=lambda order: order["status"] in {"labelled", "manual_required"},
            seconds=seconds,
        )

    def told(self, order_id: str, event: str) -> JsonObject:
        """What an event of an order says."""
        events = self.merchant.events(order_id)
        found: JsonObject = next(one for one in reversed(events) if one["type"] == event)["data"]
        return found

    def drained(self, seconds: float = 120.0) -> JsonObject:
        """The newest drain at its end."""
        tenant_id = self.merchant.tenant_id
        self.world.operator.start_drain(tenant_id)
        return eventually(
            lambda: self.world.operator.drain(tenant_id),
            until=lambda drain: drain["state"] != "running",
            seconds=seconds,
        )

    def sold(self) -> Counter[str]:
        """Labels by order that are paid for and not given back, as the carriers' books say."""
        books = self.world.simulator.books()
        found: Counter[str] = Counter()
        for account, key in self.keys.items():
            own = books[account.partition(".")[0]].get(key, {"labels": {"items": []}})
            for label in own["labels"]["items"]:
                name = label.get("reference") or label.get("external_shipment_id") or ""
                is_void = label.get("voided") or label.get("status") == "voided"
                found[name[:_ID_LENGTH]] += 0 if is_void else 1
        return found
