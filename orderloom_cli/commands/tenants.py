"""`orderloom tenants`: merchants and their connections to providers."""

import os
import sys
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands import tenants_erase, tenants_export, tenants_move
from orderloom_cli.commands.json_input import read_json
from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.tenant import tenant_view

_KEY_VARIABLE = "ORDERLOOM_PROVIDER_API_KEY"

app = typer.Typer(help="Merchants and their connections to providers.", no_args_is_help=True)

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
def connect(
    context: typer.Context,
    tenant_id: _TenantId,
    provider: Annotated[str, typer.Argument(help="stripe, razorpay or shipstation.")],
    signing_secret: Annotated[
        list[str] | None, typer.Option(help="Webhook signing secret; again for a second one.")
    ] = None,
    key_id: Annotated[
        str | None, typer.Option(help="Public half of the API key, where it has one (Razorpay).")
    ] = None,
    carrier_id: Annotated[
        list[str] | None, typer.Option(help="Carrier to rate with; again for more.")
    ] = None,
) -> None:
    """Store a merchant's account at a provider, replacing an earlier one.

    The provider's API key is read from ORDERLOOM_PROVIDER_API_KEY or standard input, or
    asked for: on the command line it would stay in the shell's history.
    """
    session = session_of(context)
    connection: dict[str, Any] = {"api_key": _provider_key(provider)}
    if key_id:
        connection["key_id"] = key_id
    if signing_secret:
        connection["signing_secrets"] = signing_secret
    if carrier_id:
        connection["carrier_ids"] = carrier_id
    answer = session.operator.connect(tenant_id, provider, connection)
    session.output.result(answer, Text(f"{tenant_id} is connected to {provider}."))


def _provider_key(provider: str) -> str:
    key = os.environ.get(_KEY_VARIABLE) or _typed_key(provider)
    if not key:
        raise UsageError(f"no API key: set {_KEY_VARIABLE}, or give it on standard input")
    return key


def _typed_key(provider: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    question = f"API key at {provider}"
    typed = typer.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return str(typed)
