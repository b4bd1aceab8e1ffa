"""One colour for each kind of order status."""

from rich.text import Text

_GOOD = frozenset({"paid", "labelled", "shipped", "out_for_delivery", "delivered"})
_OVER = frozenset({"cancelled", "cancelling", "returned"})
_LOOK = frozenset({"in_review", "on_hold", "delivery_exception", "returning"})


def status_text(status: str) -> Text:
    if status in _GOOD:
        return Text(status, style="green")
    if status in _OVER:
        return Text(status, style="red")
    return Text(status, style="magenta" if status in _LOOK else "yellow")
