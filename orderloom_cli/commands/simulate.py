"""`orderloom simulate`: whether the table's keys bear the traffic they were designed for."""

from pathlib import Path
from typing import Annotated

import typer

from infra.paths import BUILD
from orderloom_cli.capacity.picture import draw
from orderloom_cli.capacity.report import document, table, too_hot, verdict
from orderloom_cli.capacity.run import simulate as run
from orderloom_cli.capacity.shards import Choices
from orderloom_cli.capacity.traffic import Traffic
from orderloom_cli.errors import TooHotError
from orderloom_cli.session import session_of


def simulate(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: typer.Context,
    tenants: Annotated[int, typer.Option(min=2)] = Traffic.tenants,
    orders: Annotated[
        int, typer.Option(min=1, help="Placed a second.")
    ] = Traffic.orders_per_second,
    seconds: Annotated[int, typer.Option(min=1, help="Measured.")] = Traffic.seconds,
    seed: int = Traffic.seed,
    growth: Annotated[bool, typer.Option(help="Whether shard counts grow by the rule.")] = True,
    list_shards: Annotated[
        int | None, typer.Option(min=1, help="Of the largest tenant's order list.")
    ] = None,
    stock_shards: Annotated[int | None, typer.Option(min=1, help="Of the SKU on sale.")] = None,
    picture: Annotated[Path, typer.Option(help="An SVG to write.")] = BUILD / "simulate.svg",
) -> None:
    """Drive the real keys with a million tenants; fails if a partition would be too hot."""
    output = session_of(context).output
    traffic = Traffic(tenants=tenants, orders_per_second=orders, seconds=seconds, seed=seed)
    choices = Choices(growth=growth, list_shards=list_shards, stock_shards=stock_shards)
    findings = run(traffic, choices, output.note)
    draw(findings, picture)
    output.note(f"The picture: {picture}")
    output.result(document(findings), table(findings), verdict(findings))
    hot = too_hot(findings)
    if hot:
        raise TooHotError(hot)
