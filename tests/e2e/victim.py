"""A shop that others try to see and to change, and how it was before they tried."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from orderloom.keys import tenant_prefix

from tests.e2e.waiting import eventually
from tests.e2e.world import MUG, Merchant, World

SKU = "heirloom"
"""No other shop sells it."""

EMAIL, NAME = "only-hers@example.com", "Only Her Customer"
NO_TENANTS = ["a#b", "../x", "nobody"]

_QUIET_LOOKS = 15
"""So often in a row nothing may have changed before the shop counts as quiet."""

Items = dict[tuple[str, str], Any]


@dataclass
class Victim:
    """With one order on its way and one that waits for its money."""

    world: World
    merchant: Merchant
    order: dict[str, Any]
    unpaid: dict[str, Any]
    cursor: str
    before: Items

    @classmethod
    def of(cls, world: World) -> "Victim":
        merchant = world.merchant()
        merchant.api.put_product(SKU, {**MUG, "name": "Heirloom"})
        wanted = {"sku": SKU, "customer": {"email": EMAIL, "name": NAME}}
        order = merchant.labelled(**wanted)
        unpaid = merchant.payable(merchant.place(**wanted)["id"])
        cursor = str(merchant.api.orders(limit=1)["next_cursor"])
        return cls(world, merchant, order, unpaid, cursor, _once_quiet(world, merchant))

    @property
    def tenant_id(self) -> str:
        return self.merchant.tenant_id

    @cached_property
    def secrets(self) -> list[str]:
        """What nobody else's answers may hold."""
        payment, paid = self.unpaid["payment"], self.order["payment"]
        return [
            *(EMAIL, NAME, "Heirloom", self.order["fulfilment"]["tracking_number"]),
            *(payment["client_secret"], payment["intent_id"], paid["intent_id"]),
        ]

    @cached_property
    def secret_id(self) -> str:
        """Of a signing secret it has at Stripe."""
        connections = self.world.operator.connections(self.tenant_id)["data"]
        (stripe,) = [each for each in connections if each["provider"] == "stripe"]
        return str(stripe["signing_secrets"][0]["id"])

    def named_in(self, path: str) -> str:
        """A path of the API's document with the victim's own names in it."""
        names = {
            "order_id": self.unpaid["id"],
            "sku": SKU,
            "tenant_id": self.tenant_id,
            "provider": "stripe",
            "secret_id": self.secret_id,
        }
        return path.format(**{name: quote(value, safe="") for name, value in names.items()})

    def assert_untouched(self) -> None:
        assert items_of(self.world, self.tenant_id) == self.before

    def assert_not_held_by(self, tenant_id: str) -> None:
        """No copy of its orders, and no trace of them.

        But for a task token: AwaitPayment keeps its own before it reads the order.
        """
        ours = (self.order["id"], self.unpaid["id"])
        found = [
            (partition, sort)
            for partition, sort in items_of(self.world, tenant_id)
            if partition.endswith(ours) and sort != "TOKEN"
        ]
        assert found == []

    def assert_not_told(self, body: bytes) -> None:
        for secret in self.secrets:
            assert secret.encode() not in body


def _once_quiet(world: World, merchant: Merchant) -> Items:
    """Its items once the last webhook of its orders is in."""
    looks: list[Items] = []

    def look() -> Items:
        looks.append(items_of(world, merchant.tenant_id))
        return looks[-1]

    def is_quiet(_items: Items) -> bool:
        latest = looks[-_QUIET_LOOKS:]
        return len(latest) == _QUIET_LOOKS and all(each == latest[0] for each in latest)

    return eventually(look, until=is_quiet)


def items_of(world: World, tenant_id: str) -> Items:
    """All of a tenant's but counted rates: the relay counts those when it comes to it."""
    pages = (
        world.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=world.details.outputs["TableName"],
            ConsistentRead=True,
            FilterExpression="begins_with(PK, :mine)",
            ExpressionAttributeValues={":mine": {"S": tenant_prefix(tenant_id)}},
        )
    )
    found = [item for page in pages for item in page["Items"]]
    return {
        (item["PK"]["S"], item["SK"]["S"]): item
        for item in found
        if "#RATE#" not in item["PK"]["S"]
    }
