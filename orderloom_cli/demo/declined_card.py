"""A declined card: the order is given up and its stock is free again."""

from orderloom_cli.clients.shopper import DECLINED_CARD
from orderloom_cli.demo.orders import pay, place, until_payable, until_status
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.errors import ApiRefusedError
from orderloom_cli.local_file import LocalTenant

_SKU = "BOOK-7"
_QUANTITY = 3


def declined_card(world: World, stage: Stage, tenant: LocalTenant) -> None:
    before = _stock(world, tenant)
    order_id = place(world, tenant, sku=_SKU, quantity=_QUANTITY, name="demo-declined")["id"]
    order = until_payable(world, tenant, order_id)
    reserved = _stock(world, tenant)
    expect(reserved == before - _QUANTITY, f"stock of {before - _QUANTITY}", reserved)
    stage.fact(f"{order_id}: {_QUANTITY} {_SKU} reserved, stock {before} → {reserved}")
    try:
        pay(world, tenant, order, DECLINED_CARD)
    except ApiRefusedError as refusal:
        stage.fact(f"the card was declined: {refusal.slug}")
    else:
        expect(False, "Stripe to decline the card", "an accepted payment")
    given_up = until_status(world, tenant, order_id, "cancelled")
    reason = given_up["close_reason"]
    expect(reason == "payment_declined", "close_reason payment_declined", reason)
    after = _stock(world, tenant)
    expect(after == before, f"stock of {before} again", after)
    stage.fact(f"the order is cancelled ({reason}), stock {reserved} → {after}")


def _stock(world: World, tenant: LocalTenant) -> int:
    return int(world.shop(tenant).product(_SKU)["stock"])
