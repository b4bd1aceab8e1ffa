"""Shiprocket's own truth, to reconcile shipping costs against."""

from simulator.json_types import JsonObject
from simulator.shiprocket.account import Order, ShiprocketAccount


def account_books(account: ShiprocketAccount) -> JsonObject:
    """Every order, with sums in paise; a cancelled shipment's cost is given back."""
    bought = [order for order in account.orders.values() if order.awb]
    cancelled = [order for order in bought if order.is_cancelled]
    spent, returned = (sum(one.paise for one in some) for some in (bought, cancelled))
    return {
        "orders": {
            "count": len(account.orders),
            "items": [_entry(order) for order in account.orders.values()],
        },
        "labels": {"count": len(bought)},
        "tokens": len(account.tokens),
        "sums": {"bought": spent, "voided": returned, "net": spent - returned},
    }


def _entry(order: Order) -> JsonObject:
    return {
        "order_id": order.id,
        "channel_order_id": order.asked["order_id"],
        "shipment_id": order.shipment_id,
        "awb": order.awb,
        "cost": order.paise,
        "status": order.status,
    }
