"""How parcels are sent, and orders that wait for it, as people read them."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import listing
from orderloom_cli.views.words import moment

_HEALTH = {"well": "green", "paused": "red", "tried": "yellow"}


def policy_view(policy: dict[str, Any]) -> RenderableType:
    if policy.get("platform_mode") == "manual":
        return Text("Parcels of all merchants are sent by hand at present.")
    if policy["mode"] == "manual":
        return Text(f"Parcels of {policy['tenant_id']} are sent by hand.")
    detail = {
        "cheapest_within_days": f" ({policy['within_days']} days)",
        "preferred_carrier": f" ({', '.join(policy['preferred'])})",
    }.get(policy["strategy"], "")
    seconds = policy["deadline_ms"] / 1000
    return Text(
        f"{policy['tenant_id']} takes the rate that is {policy['strategy']}{detail}, "
        f"of the carriers that answer in {seconds:g} s. "
        f"Labels are {policy['label_format'].upper()}."
    )


def accounts_view(shipping: dict[str, Any]) -> RenderableType:
    if not shipping["accounts"]:
        return Text("No carrier is connected.")
    table = listing("Account", "Share", "Health", "Since")
    for account in shipping["accounts"]:
        share = "by rate" if account["weight"] is None else str(account["weight"])
        health = Text(account["health"], style=_HEALTH[account["health"]])
        table.add_row(account["account"], share, health, moment(account["since"]))
    return table


def waiting_view(orders: Sequence[dict[str, Any]]) -> RenderableType:
    if not orders:
        return Text("No order waits to be sent by hand.")
    table = listing("Order", "Why it waits")
    for order in orders:
        table.add_row(order["id"], plain((order.get("attention") or {}).get("detail", "")))
    return table


def drain_view(drain: dict[str, Any]) -> RenderableType:
    counts = {name: drain[name] for name in ("shipped", "failed", "queued", "left")}
    if not any(counts.values()):
        return Text("No order waits to be sent by hand.")
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    ending = {
        "stopped": ": several in a row failed, so the others were left for later",
        "running": ", and goes on",
    }.get(drain["state"], "")
    line = Text(f"Drain {drain['drain_id']}: {told}{ending}")
    if not drain["failures"]:
        return line
    table = listing("Order", "Why it waits still")
    for failure in drain["failures"]:
        table.add_row(failure["order_id"], plain(failure["reason"]))
    return Group(line, table)
