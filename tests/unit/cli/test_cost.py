"""What orders cost, from their list or from a what-if."""

import re
from typing import Any

import pytest
from orderloom.http.timeline_outputs import OrderListOutput

from infra.paths import ROOT
from orderloom_cli.cost.per_order import FLOOR, NAIVE, PAYING, PLACING, TRACKING
from orderloom_cli.cost.prices import MILLION, PRICES
from orderloom_cli.cost.quantities import Quantities
from tests.unit.cli.harness import CommandLine

ORDERS = "GET /v1/orders"


def page(*statuses: str, cursor: str | None = None) -> tuple[int, dict[str, Any]]:
    """Named as the merchant API's own model names them."""
    data, following = OrderListOutput.model_fields
    return 200, {data: [{"status": status} for status in statuses], following: cursor}


def test_a_bill_is_quantities_times_prices_by_service() -> None:
    bill = Quantities(transitions=4, write_units=10, read_units=8).times(MILLION).bill()
    assert bill["Step Functions"] == pytest.approx(100)
    assert bill["DynamoDB"] == pytest.approx(10 * 0.625 + 8 * 0.125)
    assert bill["Lambda"] == 0


def test_the_designs_compared_with_cost_what_the_study_says() -> None:
    assert NAIVE.times(MILLION).usd() == pytest.approx(669, rel=0.02)
    assert FLOOR.times(MILLION).usd() == pytest.approx(101, rel=0.02)


def test_an_order_of_ours_stays_within_the_budget() -> None:
    order = PLACING + PAYING + TRACKING
    assert order.transitions <= 5
    assert order.times(MILLION).usd() <= 180


def test_a_what_if_needs_no_deployment_and_grows_with_the_webhooks(cli: CommandLine) -> None:
    few = cli.run("cost", "--orders", "1000", "--webhooks", "5", "--json").document
    many = cli.run("cost", "--orders", "1000", "--webhooks", "9", "--json").document
    assert cli.transport.requests == []
    assert few["orders"] == {"placed": 1000, "paid": 1000, "webhooks": 5000}
    assert many["usd"] > few["usd"]


def test_orders_that_stay_longer_cost_more_storage_and_nothing_else(cli: CommandLine) -> None:
    short = cli.run("cost", "--orders", "1000000", "--retention", "30", "--json").document
    long = cli.run("cost", "--orders", "1000000", "--retention", "90", "--json").document
    assert long["usd_of_storage"] == pytest.approx(3 * short["usd_of_storage"], rel=0.01)
    assert long["usd_by_service"] == short["usd_by_service"]


def test_a_tenants_month_is_read_from_the_list_of_its_orders(cli: CommandLine) -> None:
    cli.transport.answers = {ORDERS: page("delivered", "shipped", "cancelled")}
    found = cli.run("cost", "--month", "2026-11", "--json", tenant="acme").document
    assert found["orders"] == {"placed": 3, "paid": 2, "webhooks": 2 + 4 + 1}
    assert found["statuses"] == {"delivered": 1, "shipped": 1, "cancelled": 1}
    asked = cli.transport.requests[-1].url
    assert "created_from=2026-11-01T00%3A00%3A00Z" in asked
    assert "created_until=2026-12-01T00%3A00%3A00Z" in asked


def test_a_month_without_orders_costs_nothing(cli: CommandLine) -> None:
    cli.transport.answers = {ORDERS: page()}
    outcome = cli.run("cost", "--month", "2026-12", tenant="acme")
    assert outcome.code == 0
    assert "acme in 2026-12" in outcome.out


def test_a_person_sees_where_the_orders_are_and_what_is_not_counted(cli: CommandLine) -> None:
    cli.transport.answers = {ORDERS: page("delivered", "delivered", "cancelled")}
    told = " ".join(cli.run("cost", "--month", "2026-11", tenant="acme").out.split())
    assert "2 delivered, 1 cancelled" in told
    assert "those archived since are not" in told


def test_large_sums_are_told_in_cents_and_small_ones_as_they_are(cli: CommandLine) -> None:
    assert re.search(r"Cost +\$[\d,]+\.\d\d ", cli.run("cost", "--orders", "1000000").out)
    assert re.search(r"Cost +\$0\.\d{4} ", cli.run("cost", "--orders", "10").out)


@pytest.mark.parametrize(
    "words", [("--month", "November"), ("--month", "2026-11", "--orders", "5")]
)
def test_what_makes_no_sense_is_a_usage_error(cli: CommandLine, words: tuple[str, ...]) -> None:
    assert cli.run("cost", *words, tenant="acme").code == 2


def test_the_documented_prices_are_those_that_are_used() -> None:
    text = (ROOT / "docs" / "cost.md").read_text()
    told = [float(found) for found in re.findall(r"\| ([0-9.]+) \|\n", text)]
    assert [price.usd for price in PRICES.values()] == told[: len(PRICES)]
