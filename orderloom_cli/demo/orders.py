"""What several scenes do with an order."""

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.clients.shopper import GOOD_CARD
from orderloom_cli.demo.world import World
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.seeding.catalogue import order_for

_HAS_LABEL = frozenset({"labelled", "shipped", "out_for_delivery", "delivered"})


def place(world: World, tenant: LocalTenant, *, sku: str, quantity: int, name: str) -> JsonObject:
    """`name` is reference and idempotency key: the same scene never orders twice."""
    body = order_for(sku, quantity, name)
    return world.shop(tenant).place(body, idempotency_key=name)


def until_payable(world: World, tenant: LocalTenant, order_id: str) -> JsonObject:
    """The order once it shows what the shopper needs to pay."""
    return world.until(
        lambda: world.shop(tenant).order(order_id),
        lambda order: bool(order["payment"].get("client_secret")),
        expected="the order to show its client_secret",
    )


def pay(world: World, tenant: LocalTenant, order: JsonObject, card: str = GOOD_CARD) -> None:
    """The shopper confirms; raises ApiRefusedError (402) when the card is declined."""
    payment = order["payment"]
    world.shopper(tenant).pay(payment["intent_id"], payment["client_secret"], card)


def until_labelled(world: World, tenant: LocalTenant, order_id: str) -> JsonObject:
    return world.until(
        lambda: world.shop(tenant).order(order_id),
        lambda order: (
            order["status"] in _HAS_LABEL and bool(order["fulfilment"]["tracking_number"])
        ),
        expected="the order to be paid and its label bought",
    )


def until_status(world: World, tenant: LocalTenant, order_id: str, status: str) -> JsonObject:
    return world.until(
        lambda: world.shop(tenant).order(order_id),
        lambda order: bool(order["status"] == status),
        expected=f"the order to be {status}",
    )
