"""How parcels are sent, and orders that wait for it, as people read them."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def policy_view(policy: dict[str, Any]) -> RenderableType:
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


def drained_view(outcomes: Sequence[dict[str, Any]]) -> RenderableType:
    if not outcomes:
        return Text("No order waits to be sent by hand.")
    table = Table("Order", "Outcome", "Why it waited", box=None, header_style="bold")
    for outcome in outcomes:
        table.add_row(outcome["id"], outcome["outcome"], outcome["detail"])
    return table
