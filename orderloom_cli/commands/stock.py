"""`orderloom stock`: the stock counters of one tenant's products."""

from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.errors import DriftError
from orderloom_cli.session import session_of
from orderloom_cli.views.stock import counters_view, drifts_view, stock_view

app = typer.Typer(help="Stock counters of one tenant's products.", no_args_is_help=True)

_Sku = Annotated[str, typer.Argument(help="The product's SKU.")]
_MOST_COUNTERS = 64


@app.command()
def show(context: typer.Context, sku: _Sku) -> None:
    """Show what each counter of a product can still promise."""
    session = session_of(context)
    stock = session.operator.stock(session.tenant, sku)
    session.output.result(stock, stock_view(stock), counters_view(stock))


@app.command()
def rebalance(context: typer.Context, sku: _Sku) -> None:
    """Spread a product's units evenly over its counters, while it is being sold."""
    session = session_of(context)
    done = session.operator.rebalance(session.tenant, sku)
    text = f"{done['moved']} units of {sku} moved."
    session.output.result(done, Text(text), counters_view(done))


@app.command()
def grow(
    context: typer.Context,
    sku: _Sku,
    shards: Annotated[
        int, typer.Option(min=1, max=_MOST_COUNTERS, help="How many counters it shall have.")
    ],
) -> None:
    """Give a product more counters; they only ever grow, and it goes on being sold."""
    session = session_of(context)
    done = session.operator.grow(session.tenant, sku, shards)
    before = "" if done["grown"] else " already"
    text = f"{sku} has {done['shards']} counters{before}; {done['moved']} units moved."
    session.output.result(done, Text(text), counters_view(done))


@app.command()
def reconcile(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair/--dry-run", help="Mend what does not add up, or only look.")
    ] = False,
) -> None:
    """Compare what a tenant received with what is here, reserved and shipped.

    Exit code 1 when something does not add up and was not mended.
    """
    session = session_of(context)
    report = session.operator.reconcile(session.tenant, repair=repair)
    drifts, moving = report["drifts"], report["unsettled"]
    told = f"{report['skus']} SKUs looked at, {len(drifts)} do not add up."
    if moving:
        told += f" {len(moving)} are sold too fast to tell: {', '.join(moving)}."
    people = [drifts_view(drifts)] if drifts else []
    session.output.result(report, *people, Text(told))
    left = [drift["sku"] for drift in drifts if drift["left"]]
    if left:
        raise DriftError(left)
