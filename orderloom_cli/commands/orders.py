"""`orderloom orders`: placing, reading and cancelling orders of one tenant."""

import uuid
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands.json_input import read_json
from orderloom_cli.commands.order_body import order_from_options
from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.money import ledger_view, refund_view
from orderloom_cli.views.order import order_list, order_view
from orderloom_cli.views.timeline import timeline_view

app = typer.Typer(help="Orders of one tenant (--tenant).", no_args_is_help=True)

_OrderId = Annotated[str, typer.Argument(help="ord_…")]
_MOST = 100


@app.command()
def create(  # noqa: PLR0913, PLR0917 - a parameter for each option
    context: typer.Context,
    file: Annotated[
        str | None, typer.Option("--file", "-f", help="The order as JSON; - is stdin.")
    ] = None,
    line: Annotated[list[str] | None, typer.Option(help="SKU=QUANTITY; again for more.")] = None,
    currency: Annotated[str | None, typer.Option(help="Such as EUR.")] = None,
    name: Annotated[str | None, typer.Option(help="The customer's name.")] = None,
    email: Annotated[str | None, typer.Option(help="The customer's e-mail address.")] = None,
    ship_to: Annotated[
        str | None, typer.Option(help="JSON file with the address; - is stdin.")
    ] = None,
    reference: Annotated[str | None, typer.Option(help="Your own name for the order.")] = None,
    payment_provider: Annotated[
        str | None, typer.Option(help="Who takes the payment, where several are connected.")
    ] = None,
    idempotency_key: Annotated[
        str | None, typer.Option(help="Repeat a request with its key to be safe. Default: new.")
    ] = None,
) -> None:
    """Place an order, from a JSON file or from options."""
    session = session_of(context)
    options: dict[str, Any] = {
        "lines": line,
        "currency": currency,
        "name": name,
        "email": email,
        "ship_to": ship_to,
        "reference": reference,
        "payment_provider": payment_provider,
    }
    given = {option: value for option, value in options.items() if value}
    if file and given:
        raise UsageError("--file holds the whole order; leave the other options out")
    body = read_json(file) if file else order_from_options(given)
    key = idempotency_key or str(uuid.uuid4())
    session.output.note(f"[dim]Idempotency-Key: {key}[/]")
    order = session.merchant.place(body, idempotency_key=key)
    session.output.result(order, order_view(order))


@app.command("list")
def list_orders(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="Orders on the page.")] = 25,
    cursor: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    status: Annotated[str | None, typer.Option(help="Such as paid or in_review.")] = None,
    customer: Annotated[str | None, typer.Option(help="The shopper's e-mail address.")] = None,
    created_from: Annotated[
        str | None, typer.Option("--from", help="Created then or later: 2026-11-21T12:00:00Z.")
    ] = None,
    created_until: Annotated[str | None, typer.Option("--until", help="Created before.")] = None,
) -> None:
    """List orders, newest first."""
    session = session_of(context)
    filters = {
        "status": status,
        "customer": customer,
        "created_from": created_from,
        "created_until": created_until,
    }
    page = session.merchant.orders(limit=limit, cursor=cursor, filters=filters)
    more = page.get("next_cursor")
    hint = [Text(f"More: the same with --cursor {more}", style="dim")] if more else []
    session.output.result(page, order_list(page["data"]), *hint)


@app.command()
def show(context: typer.Context, order_id: _OrderId) -> None:
    """Show an order: its status, lines, payment and parcel."""
    session = session_of(context)
    order = session.merchant.order(order_id)
    session.output.result(order, order_view(order))


@app.command()
def timeline(context: typer.Context, order_id: _OrderId) -> None:
    """Show everything that happened to an order, webhooks and saga steps included."""
    session = session_of(context)
    document = session.merchant.timeline(order_id)
    session.output.result(document, timeline_view(document))


@app.command()
def cancel(context: typer.Context, order_id: _OrderId) -> None:
    """Give an order up: what was reserved, paid and bought is undone."""
    session = session_of(context)
    order = session.merchant.cancel(order_id)
    session.output.result(order, order_view(order))


@app.command()
def refund(
    context: typer.Context,
    order_id: _OrderId,
    amount: Annotated[
        int | None, typer.Option(min=1, help="Minor units (cents). Default: all that is left.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for the record.")] = None,
    idempotency_key: Annotated[
        str | None, typer.Option(help="Repeat a request with its key to be safe. Default: new.")
    ] = None,
) -> None:
    """Send money of an order back to the shopper."""
    session = session_of(context)
    key = idempotency_key or str(uuid.uuid4())
    session.output.note(f"[dim]Idempotency-Key: {key}[/]")
    asked = {"amount": amount, "reason": reason}
    body = {name: value for name, value in asked.items() if value is not None}
    requested = session.merchant.refund(order_id, body, idempotency_key=key)
    session.output.result(requested, refund_view(requested))


@app.command()
def ledger(context: typer.Context, order_id: _OrderId) -> None:
    """Show all money of an order: what moved, and what the provider holds now."""
    session = session_of(context)
    document = session.merchant.ledger(order_id)
    session.output.result(document, ledger_view(document))
