"""Orders that are not over: their personal data is still needed."""

from collections.abc import Sequence
from typing import Any, Final

from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.domain.status import OrderStatus, status_of

from orderloom_cli.errors import CliError
from orderloom_cli.exit_codes import ExitCode
from orderloom_cli.tenancy.items import Item

_TERMINAL: Final = {OrderStatus.CANCELLED, OrderStatus.DELIVERED, OrderStatus.RETURNED}


class OpenOrdersError(CliError):
    """Orders that are not over need the address."""

    exit_code = ExitCode.REFUSED
    kind = "open-orders"

    def __init__(self, orders: Sequence[str]) -> None:
        super().__init__(f"not over yet: {', '.join(orders)}; nothing was erased")
        self.orders = list(orders)

    def details(self) -> dict[str, Any]:
        return {"orders": self.orders}


def is_over(items: Sequence[Item]) -> bool:
    """An order (with its head among `items`) that nothing will happen to any more."""
    head = next((each for each in items if each["SK"]["S"] == "ORDER"), None)
    if head is None:
        return False
    order = order_of(record_of(OrderRecord, head))
    return status_of(order) in _TERMINAL and order.attention is None and not order.saga_running
