"""An order's request body from command line options."""

from typing import Any

from orderloom_cli.commands.json_input import read_json
from orderloom_cli.errors import UsageError

_NEEDED = ("lines", "currency", "name", "email", "ship_to")


def order_from_options(options: dict[str, Any]) -> dict[str, Any]:
    """Raises UsageError naming what is missing; the values are the API's to judge."""
    missing = [
        f"--{name.removesuffix('s').replace('_', '-')}" for name in _NEEDED if name not in options
    ]
    if missing:
        raise UsageError(f"missing {', '.join(missing)} (or give the whole order with --file)")
    body: dict[str, Any] = {
        "currency": options["currency"],
        "lines": [_line(text) for text in options["lines"]],
        "customer": {"name": options["name"], "email": options["email"]},
        "ship_to": read_json(options["ship_to"]),
    }
    for name in ("reference", "payment_provider", "capture"):
        if name in options:
            body[name] = options[name]
    return body


def _line(text: str) -> dict[str, Any]:
    sku, separator, quantity = text.rpartition("=")
    if not separator or not sku or not quantity.isdecimal():
        raise UsageError(f"--line wants SKU=QUANTITY, not {text}")
    return {"sku": sku, "quantity": int(quantity)}
