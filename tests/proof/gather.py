"""Collects what a run left behind: table items, books, webhooks, executions, dead letters."""

from collections.abc import Iterable

from tests.e2e.world import Merchant, World
from tests.proof.checker.evidence import Evidence, Item, Placement, Shop, Webhook
from tests.proof.table import Table

_OK = range(200, 300)


def evidence_of(
    world: World,
    merchants: Iterable[Merchant],
    placements: Iterable[Placement],
    *,
    left_over: Iterable[str] = (),
    offences: Iterable[str] = (),
) -> Evidence:
    """`left_over`: dead letters no replay got rid of."""
    shops = tuple(map(_shop, merchants))
    placed = tuple(placements)
    mine = {shop.tenant_id for shop in shops}
    return Evidence(
        items=tuple(item for item in Table(world).items() if _of(item, mine)),
        books=world.simulator.books(),
        shops=shops,
        placements=placed,
        webhooks=tuple(_webhooks(world)),
        executions=executions(world, {one.order_id for one in placed if one.order_id}),
        left_over=tuple(left_over),
        offences=tuple(offences),
    )


def executions(world: World, order_ids: set[str], **narrowed: str) -> dict[str, str]:
    """The state of every execution of these orders, by name; some, if narrowed as the API can."""
    pages = (
        world.client("stepfunctions")
        .get_paginator("list_executions")
        .paginate(stateMachineArn=world.details.outputs["StateMachineArn"], **narrowed)
    )
    found = {each["name"]: str(each["status"]) for page in pages for each in page["executions"]}
    return {name: state for name, state in found.items() if name.rpartition("-")[0] in order_ids}


def _shop(merchant: Merchant) -> Shop:
    return Shop(
        tenant_id=merchant.tenant_id,
        stripe=merchant.stripe_key,
        shipstation=merchant.shipstation_key,
        stocked={"mug": 10},
    )


def _of(item: Item, tenants: set[str]) -> bool:
    """Of these shops, or the platform's."""
    words = item["PK"].split("#")
    return words[0] != "T" or words[1] in tenants


def _webhooks(world: World) -> Iterable[Webhook]:
    for attempt in world.simulator.http.get("/deliveries")["deliveries"]:
        if attempt["status"] in _OK:
            yield Webhook(
                provider=attempt["provider"],
                account=attempt["account"],
                event_id=attempt["event_id"],
                event_type=attempt["type"],
            )
