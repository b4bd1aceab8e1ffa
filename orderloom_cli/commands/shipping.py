"""`orderloom shipping`: how parcels are sent, and orders that wait to be sent by hand."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.errors import ApiRefusedError, IncompleteError
from orderloom_cli.session import session_of
from orderloom_cli.views.order import order_view
from orderloom_cli.views.shipping import drained_view, policy_view

app = typer.Typer(help="How one tenant's parcels are sent (--tenant).", no_args_is_help=True)

_OrderId = Annotated[str, typer.Argument(help="ord_…")]
_PAGE = 100
_UNKNOWN = "label_unknown"


class Mode(StrEnum):
    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Strategy(StrEnum):
    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    CHEAPEST_WITHIN_DAYS = "cheapest_within_days"
    PREFERRED_CARRIER = "preferred_carrier"


@app.command()
def policy(
    context: typer.Context,
    mode: Annotated[Mode, typer.Option(help="manual: no label is bought.")] = Mode.AUTOMATIC,
    strategy: Annotated[Strategy, typer.Option(help="Which rate is taken.")] = Strategy.CHEAPEST,
    within_days: Annotated[int, typer.Option(min=1, max=60, help="Of cheapest_within_days.")] = 5,
    prefer: Annotated[
        list[str] | None, typer.Option(help="Of preferred_carrier; again for the next best.")
    ] = None,
    deadline_ms: Annotated[
        int, typer.Option(min=200, max=8000, help="How long carriers are waited for.")
    ] = 2000,
    unscanned_days: Annotated[
        int, typer.Option(min=1, max=60, help="Until a label nobody scans becomes a task.")
    ] = 3,
    stuck_days: Annotated[
        int, typer.Option(min=1, max=60, help="Until a parcel without news becomes a task.")
    ] = 7,
) -> None:
    """Set how a merchant's parcels are sent."""
    session = session_of(context)
    wanted = {
        "mode": mode.value,
        "strategy": strategy.value,
        "within_days": within_days,
        "preferred": prefer or [],
        "deadline_ms": deadline_ms,
        "unscanned_days": unscanned_days,
        "stuck_days": stuck_days,
    }
    answer = session.operator.set_shipping(session.tenant, wanted)
    session.output.result(answer, policy_view(answer))


@app.command()
def drain(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
) -> None:
    """Try again to buy labels for all orders that wait to be sent by hand.

    Orders of which nobody knows whether a label was bought are left to a person. Safe to repeat.
    Exit code 1 when an order could not be tried again.
    """
    session = session_of(context)
    merchant = session.merchant
    waiting = list(_waiting(merchant))
    outcomes = [_outcome(merchant, order, dry_run=dry_run) for order in waiting]
    document = {"data": outcomes, "dry_run": dry_run}
    session.output.result(document, drained_view(outcomes))
    failed = [outcome for outcome in outcomes if outcome["outcome"] == "refused"]
    if failed:
        raise IncompleteError(
            "tried again", failed=len(failed), total=len(outcomes), things="orders"
        )


@app.command()
def retry(
    context: typer.Context,
    order_id: _OrderId,
    nothing_bought: Annotated[
        bool,
        typer.Option(
            "--nothing-bought", help="You looked at the carrier's: there is no label for it."
        ),
    ] = False,
) -> None:
    """Try again to buy the label of one order."""
    session = session_of(context)
    order = session.merchant.retry_shipment(order_id, nothing_bought=nothing_bought)
    session.output.result(order, order_view(order))


@app.command()
def enter(
    context: typer.Context,
    order_id: _OrderId,
    tracking_number: Annotated[str, typer.Option(help="The parcel's number.")],
    account: Annotated[str, typer.Option(help="Connection that tells of it: shipstation, ups.")],
    carrier: Annotated[str, typer.Option(help="Who carries it, such as ups.")],
    service: Annotated[str | None, typer.Option(help="Such as Ground.")] = None,
    cost: Annotated[int | None, typer.Option(min=0, help="In minor units (cents).")] = None,
    currency: Annotated[str | None, typer.Option(help="Of the cost, such as USD.")] = None,
) -> None:
    """Say how an order was sent by hand; tracking takes over from there."""
    session = session_of(context)
    parcel: dict[str, Any] = {
        "account": account,
        "carrier": carrier,
        "tracking_number": tracking_number,
    }
    if service:
        parcel["service"] = service
    if cost is not None:
        parcel["cost"] = {"amount": cost, "currency": currency or ""}
    order = session.merchant.enter_shipment(order_id, parcel)
    session.output.result(order, order_view(order))


def _waiting(merchant: MerchantApi) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        filters = {"status": "manual_required"}
        page = merchant.orders(limit=_PAGE, cursor=cursor, filters=filters)
        yield from page["data"]
        cursor = page.get("next_cursor")
        if not cursor:
            return


def _outcome(merchant: MerchantApi, order: dict[str, Any], *, dry_run: bool) -> dict[str, Any]:
    task = order.get("attention") or {}
    told = {"id": order["id"], "detail": task.get("detail", "")}
    if task.get("kind") == _UNKNOWN:
        return {**told, "outcome": "left to a person"}
    if dry_run:
        return {**told, "outcome": "would be tried again"}
    try:
        merchant.retry_shipment(order["id"], nothing_bought=False)
    except ApiRefusedError as exc:
        return {**told, "detail": str(exc), "outcome": "refused"}
    return {**told, "outcome": "tried again"}
