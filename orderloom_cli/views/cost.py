"""What orders cost, for people and for programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType

from orderloom_cli.cost.estimate import DAYS_A_MONTH, Estimate
from orderloom_cli.cost.per_order import COUNTED_ON
from orderloom_cli.cost.prices import AS_OF, MILLION
from orderloom_cli.views.fields import fields, listing, titled


def cost_document(estimate: Estimate, statuses: Mapping[str, int] | None) -> dict[str, Any]:
    """`statuses`: how many orders stand where, for a tenant's own month."""
    orders = estimate.orders
    return {
        "orders": {"placed": orders.placed, "paid": orders.paid, "webhooks": orders.webhooks},
        "retention_days": estimate.retention_days,
        "usd": round(estimate.usd, 4),
        "usd_by_service": {
            name: round(usd, 4) for name, usd in estimate.usd_by_service.items() if usd
        },
        "usd_of_archiving": round(estimate.usd_of_archiving, 4),
        "usd_of_storage": round(estimate.usd_of_storage, 4),
        "usd_per_million_orders": _per_million(estimate),
        "prices_as_of": AS_OF,
        "counted_on": COUNTED_ON,
        **({} if statuses is None else {"statuses": dict(statuses)}),
    }


def cost_view(
    estimate: Estimate, title: str, statuses: Mapping[str, int] | None = None
) -> RenderableType:
    rows = listing("what", "USD", "of it", numbers=frozenset({"USD", "of it"}))
    parts = dict(sorted(estimate.usd_by_service.items(), key=lambda part: -part[1]))
    parts["archiving, when they leave"] = estimate.usd_of_archiving
    kept = f"{estimate.retention_days} days in the table"
    parts[kept] = estimate.usd_of_storage
    for name, usd in parts.items():
        if usd:
            rows.add_row(name, _dollars(usd), f"{usd / estimate.usd:.0%}")
    return Group(titled(title, rows), titled("In all", fields(_summary(estimate, statuses))))


def _summary(estimate: Estimate, statuses: Mapping[str, int] | None) -> Iterator[tuple[str, str]]:
    orders = estimate.orders
    yield "Cost", f"${_dollars(estimate.usd)}"
    yield "Orders", f"{orders.placed:,.0f}, of which {orders.paid:,.0f} paid"
    if statuses:
        told = sorted(statuses.items(), key=lambda each: -each[1])
        yield "Where they are", ", ".join(f"{count:,} {status}" for status, count in told)
    yield "Webhooks", f"{orders.webhooks:,.0f}"
    if orders.placed:
        yield "A million such orders", f"${_per_million(estimate):,.2f}"
    if statuses is not None:
        yield "Counted", "orders that are in the table; those archived since are not"
    yield "Quantities", f"of an order as `make bench` counted it on {COUNTED_ON}"
    yield "Prices", f"AWS list, us-east-1, as of {AS_OF}; a month has {DAYS_A_MONTH} days"


def _dollars(usd: float) -> str:
    """Cents, and of less than a dollar as much as is left of them."""
    return f"{usd:,.2f}" if usd >= 1 else f"{usd:,.4f}"


def _per_million(estimate: Estimate) -> float:
    placed = estimate.orders.placed
    return round(estimate.usd / placed * MILLION, 2) if placed else 0.0
