"""`orderloom orders`: placing, reading and cancelling orders of one tenant."""

import uuid
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands import orders_label, orders_money
from orderloom_cli.commands.json_input import read_json
from orderloom_cli.commands.order_body import order_from_options
from orderloom_cli.commands.order_id import OrderId
from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.order import order_list, order_view
from orderloom_cli.views.timeline import timeline_view

app = typer.Typer(help="Orders of one tenant (--tenant).", no_args_is_help=True)
for command in (
    *(orders_money.capture, orders_money.refund, orders_money.ledger),
    orders_label.label,
):
    app.command()(command)

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
    capture: Annotated[
        str | None, typer.Option(help="When money is taken: automatic, manual or on_shipping.")
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
        "capture": capture,
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
def show(context: typer.Context, order_id: OrderId) -> None:
    """Show an order: its status, lines, payment and parcel."""
    session = session_of(context)
    order = session.merchant.order(order_id)
    session.output.result(order, order_view(order))


@app.command()
def timeline(context: typer.Context, order_id: OrderId) -> None:
    """Show everything that happened to an order, webhooks and saga steps included."""
    session = session_of(context)
    document = session.merchant.timeline(order_id)
    session.output.result(document, timeline_view(document))


@app.command()
def cancel(context: typer.Context, order_id: OrderId) -> None:
    """Give an order up: what was reserved, paid and bought is undone."""
    session = session_of(context)
    order = session.merchant.cancel(order_id)
    session.output.result(order, order_view(order))
