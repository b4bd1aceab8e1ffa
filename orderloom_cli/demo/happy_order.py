"""An order on its straight way: placed, paid, labelled, delivered."""

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.demo.orders import pay, place, until_labelled, until_payable, until_status
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.errors import ApiRefusedError
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.money import format_money


def happy_order(
    world: World, stage: Stage, tenant: LocalTenant, stranger: LocalTenant
) -> JsonObject:
    order_id = place(world, tenant, sku="TEA-250", quantity=2, name="demo-happy")["id"]
    order = until_payable(world, tenant, order_id)
    stage.fact(f"{order_id} placed for {format_money(order['total'], order['currency'])}")
    _hidden_from(world, stranger, order_id)
    stage.fact(f"{stranger.id} asks for it and gets 404")
    pay(world, tenant, order)
    stage.fact("the shopper paid at Stripe, with the publishable key and the client secret")
    labelled = until_labelled(world, tenant, order_id)
    parcel = labelled["fulfilment"]
    cost = format_money(parcel["cost"], parcel["cost_currency"])
    stage.fact(f"label bought: {parcel['service']}, {parcel['tracking_number']}, {cost}")
    for scan in ("in_transit", "delivered"):
        world.simulator.advance_parcel(parcel["tracking_number"], scan)
        status = {"in_transit": "shipped"}.get(scan, scan)
        until_status(world, tenant, order_id, status)
    stage.fact("the carrier's scans took it to shipped, then to delivered")
    return world.shop(tenant).order(order_id)


def _hidden_from(world: World, stranger: LocalTenant, order_id: str) -> None:
    try:
        seen: object = world.shop(stranger).order(order_id)
    except ApiRefusedError as refusal:
        expect(refusal.status == 404, "HTTP 404 for another merchant's order", refusal.status)  # noqa: PLR2004 - the status is the message
    else:
        expect(False, "HTTP 404 for another merchant's order", seen)
