"""`orderloom tenants`: merchants and their connections to providers."""

from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands import connections, tenants_erase, tenants_export, tenants_move
from orderloom_cli.commands.json_input import read_json
from orderloom_cli.session import session_of
from orderloom_cli.views.tenant import tenant_view, unclaimed_view

app = typer.Typer(help="Merchants and their connections to providers.", no_args_is_help=True)

app.command("connect")(connections.connect_tenant)
app.command("move")(tenants_move.move)
app.command("erase")(tenants_erase.erase_tenant)
app.command("export")(tenants_export.export_tenant)

_TenantId = Annotated[str, typer.Argument(help="3 to 40 of a-z, 0-9 and -.")]


@app.command()
def create(
    context: typer.Context,
    tenant_id: _TenantId,
    ship_from: Annotated[
        str, typer.Option(help="JSON file with the address parcels leave from; - is stdin.")
    ],
    name: Annotated[str | None, typer.Option(help="The merchant's name.")] = None,
    payment_window: Annotated[
        int | None, typer.Option(help="Seconds an order waits for its payment.")
    ] = None,
    max_payment_attempts: Annotated[
        int | None, typer.Option(help="Declines after which an order is given up.")
    ] = None,
    retention_days: Annotated[
        int | None, typer.Option(help="Days until an order that has ended is archived.")
    ] = None,
    fulfilment_grace: Annotated[
        int | None, typer.Option(help="Seconds a paid order waits before its label is bought.")
    ] = None,
) -> None:
    """Register a merchant. Its API key is shown this once."""
    session = session_of(context)
    wanted: dict[str, Any] = {
        "tenant_id": tenant_id,
        "name": name or tenant_id,
        "ship_from": read_json(ship_from),
        "payment_window_seconds": payment_window,
        "max_payment_attempts": max_payment_attempts,
        "retention_days": retention_days,
        "fulfilment_grace_seconds": fulfilment_grace,
    }
    given = {field: value for field, value in wanted.items() if value is not None}
    created = session.operator.create_tenant(given)
    session.output.result(
        created,
        tenant_view(created),
        Text.assemble(("API key  ", "bold"), created["api_key"]),
        Text("Keep it: it is stored as a hash and cannot be shown again.", style="yellow"),
    )


@app.command()
def show(context: typer.Context, tenant_id: _TenantId) -> None:
    """Show a merchant's settings and connections."""
    session = session_of(context)
    tenant = session.operator.tenant(tenant_id)
    session.output.result(tenant, tenant_view(tenant))


@app.command()
def unclaimed(context: typer.Context, tenant_id: _TenantId) -> None:
    """List webhooks that waited 30 days for an order that never came."""
    session = session_of(context)
    found = session.operator.unclaimed_events(tenant_id)
    session.output.result(found, unclaimed_view(found))
