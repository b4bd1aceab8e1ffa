"""`orderloom orders`: taking and sending back the money of an order, and all that moved."""

import uuid
from typing import Annotated

import typer

from orderloom_cli.commands.order_id import OrderId
from orderloom_cli.session import session_of
from orderloom_cli.views.money import capture_view, ledger_view, refund_view

_Key = Annotated[
    str | None, typer.Option(help="Repeat a request with its key to be safe. Default: new.")
]


def capture(
    context: typer.Context,
    order_id: OrderId,
    amount: Annotated[
        int | None, typer.Option(min=1, help="Minor units (cents). Default: all; the rest goes.")
    ] = None,
    idempotency_key: _Key = None,
) -> None:
    """Take what the shopper's bank keeps for an order placed with --capture manual."""
    session = session_of(context)
    key = idempotency_key or str(uuid.uuid4())
    session.output.note(f"[dim]Idempotency-Key: {key}[/]")
    body = {} if amount is None else {"amount": amount}
    requested = session.merchant.capture(order_id, body, idempotency_key=key)
    session.output.result(requested, capture_view(requested))


def refund(
    context: typer.Context,
    order_id: OrderId,
    amount: Annotated[
        int | None, typer.Option(min=1, help="Minor units (cents). Default: all that is left.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for the record.")] = None,
    idempotency_key: _Key = None,
) -> None:
    """Send money of an order back to the shopper."""
    session = session_of(context)
    key = idempotency_key or str(uuid.uuid4())
    session.output.note(f"[dim]Idempotency-Key: {key}[/]")
    asked = {"amount": amount, "reason": reason}
    body = {name: value for name, value in asked.items() if value is not None}
    requested = session.merchant.refund(order_id, body, idempotency_key=key)
    session.output.result(requested, refund_view(requested))


def ledger(context: typer.Context, order_id: OrderId) -> None:
    """Show all money of an order: what moved, and what the provider holds now."""
    session = session_of(context)
    document = session.merchant.ledger(order_id)
    session.output.result(document, ledger_view(document))
