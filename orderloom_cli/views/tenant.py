"""A merchant."""

from rich.panel import Panel
from rich.table import Table

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import fields, listing, titled
from orderloom_cli.views.order import address_line
from orderloom_cli.views.words import moment


def tenant_view(tenant: JsonObject) -> Panel:
    connections = tenant.get("connections") or []
    return titled(
        f"Tenant {tenant['tenant_id']}",
        fields(
            [
                ("Name", tenant.get("name")),
                ("Ships from", address_line(tenant.get("ship_from") or {})),
                ("Payment window", f"{tenant.get('payment_window_seconds')} s"),
                ("Payment attempts", str(tenant.get("max_payment_attempts"))),
                ("Archives after", f"{tenant.get('retention_days')} days"),
                ("Fulfilment grace", f"{tenant.get('fulfilment_grace_seconds', 0)} s"),
                ("Connected to", ", ".join(connections) or "nothing yet"),
                ("Created", moment(tenant.get("created_at"))),
            ]
        ),
    )


def unclaimed_view(found: JsonObject) -> Table:
    table = listing("Received", "Provider", "Event", "About")
    for event in found["data"]:
        names = ("provider", "event_id", "object_id")
        table.add_row(moment(event["received_at"]), *(plain(event[name]) for name in names))
    return table
