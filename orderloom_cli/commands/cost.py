"""`orderloom cost`: what a tenant's month cost on AWS, or what orders would cost."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from orderloom_cli.cost.estimate import DEFAULT_WEBHOOKS, Estimate, Orders
from orderloom_cli.cost.month import first_moment, orders_of, statuses
from orderloom_cli.errors import UsageError
from orderloom_cli.session import Session, session_of
from orderloom_cli.views.cost import cost_document, cost_view

_RETENTION_DAYS = 90


def cost(
    context: typer.Context,
    month: Annotated[
        str | None, typer.Option(help="yyyy-mm, UTC; the present one unless said.")
    ] = None,
    orders: Annotated[
        int | None, typer.Option(min=1, help="What if: so many a month, of no tenant.")
    ] = None,
    webhooks: Annotated[
        float, typer.Option(min=0, help="What if: so many for each order.")
    ] = DEFAULT_WEBHOOKS,
    retention: Annotated[
        int | None, typer.Option(min=1, help="Days orders stay in the table.")
    ] = None,
) -> None:
    """List-price AWS cost of a tenant's month from its orders, or with --orders of a what-if."""
    session = session_of(context)
    if orders is None:
        _of_tenant(session, month, retention)
        return
    if month is not None:
        raise UsageError("--month is of a tenant's own orders, --orders of none; give one of them")
    wanted = Orders(placed=orders, paid=orders, webhooks=orders * webhooks)
    estimate = Estimate(wanted, retention or _RETENTION_DAYS)
    view = cost_view(estimate, f"{orders:,} orders a month, {webhooks:g} webhooks each")
    session.output.result(cost_document(estimate, None), view)


def _of_tenant(session: Session, month: str | None, retention: int | None) -> None:
    named = month or f"{datetime.now(UTC):%Y-%m}"
    try:
        first = first_moment(named)
    except ValueError as exc:
        raise UsageError(f"{named!r} is no month such as 2026-11") from exc
    found = statuses(session.merchant.orders, first)
    estimate = Estimate(orders_of(found), retention or _RETENTION_DAYS)
    view = cost_view(estimate, f"{session.tenant} in {named}", found)
    session.output.result(cost_document(estimate, found), view)
