"""Parcels: the best of several carriers' rates, the next best, and none for a while."""

import secrets
from dataclasses import dataclass, field

from rich.table import Table
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.demo.orders import pay, place, until_labelled, until_payable, until_status
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.draining import followed
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.money import format_money
from orderloom_cli.views.fields import listing
from orderloom_cli.views.shipping import drain_view

_RATES = {"shipstation": "/v2/rates$", "fedex": "/rates/quotes$", "ups": "/Shop$"}
_DETAILS = {
    "fedex": {"account_number": "740561073"},
    "ups": {"shipper_number": "A1B2C3"},
}


@dataclass
class Carriers:
    """One merchant's accounts, by the name of the connection."""

    world: World
    stage: Stage
    tenant: LocalTenant
    keys: dict[str, str] = field(default_factory=dict)

    def connect(self) -> None:
        """FedEx and UPS beside ShipStation, with an account each."""
        self.keys = {"shipstation": self.tenant.shipstation_api_key}
        for provider, details in _DETAILS.items():
            self.keys[provider] = f"{provider}-{secrets.token_hex(4)}"
            account = {
                "api_key": secrets.token_hex(12),
                "key_id": self.keys[provider],
                "details": details,
            }
            self.world.operator.connect(self.tenant.id, provider, account)

    def down(self, *providers: str) -> list[str]:
        """They answer every question for rates with 503; the rules' ids."""
        simulator = self.world.simulator
        return [
            simulator.refuse(name, self.keys[name], _RATES[name], status=503) for name in providers
        ]

    def paid(self, name: str) -> str:
        """The id of an order that is about to be sent."""
        order_id = str(place(self.world, self.tenant, sku="TEA-250", quantity=1, name=name)["id"])
        pay(self.world, self.tenant, until_payable(self.world, self.tenant, order_id))
        return order_id

    def bought(self, order_id: str) -> JsonObject:
        """What the timeline says of an order's label."""
        until_labelled(self.world, self.tenant, order_id)
        events = self.world.shop(self.tenant).timeline(order_id)["events"]
        found: JsonObject = next(one for one in events if one["type"] == "label.purchased")["data"]
        return found


def best_rate(world: World, stage: Stage) -> Carriers:
    """Three carriers are asked at once, and the cheapest sells.

    For a merchant that has sent nothing yet: functions know connections for a minute.
    """
    carriers = Carriers(world, stage, world.seeder.merchant("initech-tea", "Initech Tea"))
    carriers.connect()
    label = carriers.bought(carriers.paid("demo-best-rate"))
    stage.picture(_offers(label))
    others = label["alternatives"]
    expect(len(others) > 1, "several offers to choose from", others)
    stage.fact(f"the cheapest of {len(others) + 1} offers sold the label: {label['account']}")
    return carriers


def failover(carriers: Carriers) -> None:
    """The carrier that sold before is down, so the next best sells."""
    rules = carriers.down("fedex", "shipstation")
    label = carriers.bought(carriers.paid("demo-failover"))
    for account, why in sorted(label["passed_over"].items()):
        carriers.stage.fact(f"no rates from {account}: {why}")
    expect(label["account"] == "ups", "UPS, as it is the only one that answers", label["account"])
    carriers.stage.fact(f"the order ships all the same, by {label['account']}")
    for rule in rules:
        carriers.world.simulator.mend(rule)


def drained(carriers: Carriers) -> None:
    """No carrier answers: the order waits for a person, and is sent once they are back."""
    world, stage, tenant = carriers.world, carriers.stage, carriers.tenant
    rules = carriers.down(*_RATES)
    order_id = carriers.paid("demo-drained")
    until_status(world, tenant, order_id, "manual_required")
    stage.fact("no carrier answers: the order waits for a person, who is told why of each")
    for rule in rules:
        world.simulator.mend(rule)
    drain = world.operator.start_drain(tenant.id)
    ended = followed(drain, lambda: world.operator.drain(tenant.id), stage.console)
    stage.picture(drain_view(ended))
    until_labelled(world, tenant, order_id)
    stage.fact("they are back: `orderloom shipping drain` had the server buy its label")


def _offers(label: JsonObject) -> Table:
    table = listing("Account", "Service", "Price", "Days", numbers=frozenset({"Price", "Days"}))
    for number, offer in enumerate([label, *label["alternatives"]]):
        price = offer["cost"] if number == 0 else offer["amount"]
        days = offer.get("delivery_days")
        row = (
            offer["account"],
            offer["service"],
            format_money(price, offer["currency"]),
            "-" if days is None else str(days),
        )
        style = "bold green" if number == 0 else "dim"
        table.add_row(*(Text(cell, style=style) for cell in row))
    return table
