"""Damaging an order by hand, and mending it: what no API allows."""

from dataclasses import dataclass
from typing import Any

from orderloom import keys

from orderloom_cli.demo.world import World
from orderloom_cli.local_file import LocalTenant

# Without it the order cannot be read any more.
_ATTRIBUTE = "currency"


@dataclass(frozen=True)
class Damage:
    """What was taken out of the order's item."""

    tenant: LocalTenant
    order_id: str
    value: Any

    @property
    def told(self) -> str:
        return f"{_ATTRIBUTE} of {self.order_id}"


def damage(world: World, tenant: LocalTenant, order_id: str) -> Damage:
    answer = world.deployment.aws.dynamodb.update_item(
        TableName=world.deployment.output("TableName"),
        Key=_key(tenant, order_id),
        UpdateExpression="REMOVE #name",
        ExpressionAttributeNames={"#name": _ATTRIBUTE},
        ReturnValues="UPDATED_OLD",
    )
    return Damage(tenant, order_id, answer["Attributes"][_ATTRIBUTE])


def mend(world: World, done: Damage) -> None:
    world.deployment.aws.dynamodb.update_item(
        TableName=world.deployment.output("TableName"),
        Key=_key(done.tenant, done.order_id),
        UpdateExpression="SET #name = :value",
        ExpressionAttributeNames={"#name": _ATTRIBUTE},
        ExpressionAttributeValues={":value": done.value},
    )


def _key(tenant: LocalTenant, order_id: str) -> dict[str, Any]:
    key = keys.order(tenant.id, order_id)
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}
