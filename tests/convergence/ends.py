"""How a history ended: what merchants see, the ledger, the stock, and what was done outside."""

from typing import Any

from orderloom.domain.ledger import balances
from orderloom.domain.transition import EventType
from orderloom.http.outputs import OrderOutput
from orderloom.services.view_order import OrderView

from tests.convergence.history import ORDER_ID, SKU
from tests.convergence.shop import Shop

COUNTERS = {SKU: 3}
_DATED = {"version", "created_at", "updated_at"}
_TASKS_OPENED = EventType.TASK_OPENED

End = dict[str, Any]


def end_of(shop: Shop) -> End:
    """All but versions and moments, which tell of the way."""
    order, placed, events = shop.orders.timeline(ORDER_ID)
    _, entries = shop.orders.ledger(ORDER_ID)
    shown = OrderOutput.of(OrderView(order, placed)).model_dump(mode="json", exclude=_DATED)
    shown["payment"].pop("expires_at")
    if shown["attention"]:
        shown["attention"].pop("since")
    payment, effects = order.payment, shop.state.effects
    waiting = shop.orders.parked(str(payment.provider), str(payment.intent_id))
    return {
        "order": {**shown, "saga_running": order.saga_running, "stock": order.stock.value},
        "ledger": sorted(
            (e.provider, e.object_id, e.kind.value, e.currency, _lines(e.lines)) for e in entries
        ),
        "balances": [balance.model_dump() for balance in balances(entries)],
        "units": sum(level.available for level in shop.catalogue.levels(COUNTERS)),
        "refunds sent": sorted(effects.refunds.items()),
        "intents": sorted(effects.intents),
        "labels": sorted(effects.labels),
        "voided": sorted(effects.voided),
        "tasks": sorted(str(e.data["kind"]) for e in events if e.type is _TASKS_OPENED),
        "units given back": sorted(
            str(e.data["stock_released"]) for e in events if e.type is EventType.ORDER_CANCELLED
        ),
        "parked": [parked.event.event_id for parked in waiting],
    }


def _lines(lines: tuple[Any, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((line.account.value, line.amount) for line in lines))


def told(end: End) -> str:
    """As a history says how it ends."""
    order = end.get("order")
    return f"{order['status']} {order['payment']['state']}" if order else str(end)


def differences(one: End, other: End, path: str = "") -> list[str]:
    """Where two ends differ, a line for each."""
    found = []
    for name in one.keys() | other.keys():
        here, there = one.get(name), other.get(name)
        if isinstance(here, dict) and isinstance(there, dict):
            found += differences(here, there, f"{path}{name}.")
        elif here != there:
            found.append(f"{path}{name}: {here!r} / {there!r}")
    return sorted(found)
