"""`orderloom shipping`: how parcels are sent, and orders that wait to be sent by hand."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.draining import followed
from orderloom_cli.errors import IncompleteError, UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.order import order_view
from orderloom_cli.views.shipping import accounts_view, drain_view, policy_view, waiting_view

app = typer.Typer(help="How parcels are sent, of one tenant (--tenant).", no_args_is_help=True)

_OrderId = Annotated[str, typer.Argument(help="ord_…")]
_PAGE = 100
_POLICY = (
    *("mode", "strategy", "within_days", "preferred", "label_format", "deadline_ms", "weights"),
    *("unscanned_days", "stuck_days"),
)


class Mode(StrEnum):
    AUTOMATIC = "automatic"
    MANUAL = "manual"


class LabelFormat(StrEnum):
    PDF = "pdf"
    PNG = "png"
    ZPL = "zpl"


class Strategy(StrEnum):
    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    CHEAPEST_WITHIN_DAYS = "cheapest_within_days"
    PREFERRED_CARRIER = "preferred_carrier"


@app.command()
def policy(  # noqa: PLR0913, PLR0917 - a parameter for each option
    context: typer.Context,
    mode: Annotated[Mode | None, typer.Option(help="manual: no label is bought.")] = None,
    strategy: Annotated[Strategy | None, typer.Option(help="Which rate is taken.")] = None,
    within_days: Annotated[
        int | None, typer.Option(min=1, max=60, help="Of cheapest_within_days.")
    ] = None,
    prefer: Annotated[
        list[str] | None, typer.Option(help="Of preferred_carrier; again for the next best.")
    ] = None,
    label_format: Annotated[
        LabelFormat | None, typer.Option(help="A carrier that has none of it is passed over.")
    ] = None,
    deadline_ms: Annotated[
        int | None, typer.Option(min=200, max=8000, help="How long carriers are waited for.")
    ] = None,
    unscanned_days: Annotated[
        int | None, typer.Option(min=1, max=60, help="Until a label nobody scans becomes a task.")
    ] = None,
    stuck_days: Annotated[
        int | None, typer.Option(min=1, max=60, help="Until a parcel without news becomes a task.")
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            help="CONNECTION=0..100: the share of a carrier's orders it gets; 0 only stands in. "
            "Again for others; those not named have none."
        ),
    ] = None,
) -> None:
    """Set how a merchant's parcels are sent; what is not named stays as it is."""
    session = session_of(context)
    named = {
        "mode": mode and mode.value,
        "strategy": strategy and strategy.value,
        "within_days": within_days,
        "preferred": prefer,
        "label_format": label_format and label_format.value,
        "deadline_ms": deadline_ms,
        "unscanned_days": unscanned_days,
        "stuck_days": stuck_days,
        "weights": None if weight is None else dict(_weight(text) for text in weight),
    }
    present = session.operator.shipping(session.tenant)
    wanted = {name: present[name] for name in _POLICY}
    wanted |= {name: value for name, value in named.items() if value is not None}
    answer = session.operator.set_shipping(session.tenant, wanted)
    session.output.result(answer, policy_view(answer))


@app.command()
def accounts(context: typer.Context) -> None:
    """Show the policy, the tenant's accounts at carriers, and which of them answer."""
    session = session_of(context)
    answer = session.operator.shipping(session.tenant)
    session.output.result(answer, policy_view(answer), accounts_view(answer))


@app.command()
def switch(
    context: typer.Context,
    mode: Annotated[Mode, typer.Argument(help="manual: no label is bought for any merchant.")],
) -> None:
    """Have the parcels of ALL merchants sent by hand, or not any more; known in ten seconds."""
    session = session_of(context)
    answer = session.operator.switch_shipping(mode.value)
    told = "sent by hand" if mode is Mode.MANUAL else "sent as each merchant's policy says"
    session.output.result(answer, f"Parcels of all merchants are {told}.")


@app.command()
def drain(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Until all were tried.")] = True,
) -> None:
    """Buy labels for all orders that wait to be sent by hand, a few at a time.

    The server does it, also when this command is stopped; asking again shows how far it is. A
    label that may have been bought before is looked for first. Exit code 1 when orders still wait.
    """
    session = session_of(context)
    if dry_run:
        waiting = list(_waiting(session.merchant))
        session.output.result({"data": waiting, "dry_run": True}, waiting_view(waiting))
        return
    begun = session.operator.start_drain(session.tenant)
    if wait:
        look = session.operator.drain
        begun = followed(begun, lambda: look(session.tenant), session.output.err)
    session.output.result(begun, drain_view(begun))
    if begun["failed"] or begun["state"] == "stopped":
        total = begun["shipped"] + begun["failed"] + begun["left"]
        still = begun["failed"] + begun["left"]
        raise IncompleteError("sent", failed=still, total=total, things="orders")


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


def _weight(text: str) -> tuple[str, int]:
    account, _, weight = text.partition("=")
    if not account or not weight.isascii() or not weight.isdigit():
        raise UsageError(f"--weight {text}: give CONNECTION=NUMBER, such as fedex.second=20")
    return account, int(weight)


def _waiting(merchant: MerchantApi) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        filters = {"status": "manual_required"}
        page = merchant.orders(limit=_PAGE, cursor=cursor, filters=filters)
        yield from page["data"]
        cursor = page.get("next_cursor")
        if not cursor:
            return
