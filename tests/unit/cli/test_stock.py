import json
from typing import Any

from tests.unit.cli.harness import CommandLine

COUNTERS = [{"shard": 0, "available": 4, "moves": 2}, {"shard": 1, "available": 3, "moves": 0}]
DRIFT: dict[str, Any] = {
    "sku": "MUG",
    "received": 10,
    "available": 7,
    "reserved": 1,
    "shipped": 1,
    "drift": -1,
    "left": -1,
    "corrections": [],
}
STOCK = "/operator/tenants/acme/stock"


def body(cli: CommandLine) -> Any:
    return json.loads(cli.transport.requests[-1].body or b"null")


def test_the_counters_of_a_product_are_shown(cli: CommandLine) -> None:
    stock = {"sku": "MUG", "received": 10, "available": 7, "counters": COUNTERS}
    cli.transport.answers = {f"GET {STOCK}/MUG": (200, stock)}
    outcome = cli.run("stock", "show", "MUG", tenant="acme")
    assert outcome.code == 0
    assert "Stock of MUG" in outcome.out
    assert cli.run("stock", "show", "MUG", "--json", tenant="acme").document == stock


def test_a_name_with_a_slash_stays_one_part_of_the_path(cli: CommandLine) -> None:
    cli.transport.answers = {f"GET {STOCK}/a%2F..%2Fb": (404, {"title": "Not found"})}
    assert cli.run("stock", "show", "a/../b", tenant="acme").code == 3


def test_units_are_spread_evenly(cli: CommandLine) -> None:
    done = {"sku": "MUG", "moved": 3, "even": True, "counters": COUNTERS}
    cli.transport.answers = {f"POST {STOCK}/MUG/rebalance": (200, done)}
    assert "3 units of MUG moved" in cli.run("stock", "rebalance", "MUG", tenant="acme").out


def test_counters_are_added(cli: CommandLine) -> None:
    done = {"sku": "MUG", "shards": 2, "grown": True, "moved": 3, "even": True}
    cli.transport.answers = {f"POST {STOCK}/MUG/grow": (200, {**done, "counters": COUNTERS})}
    outcome = cli.run("stock", "grow", "MUG", "--shards", "2", tenant="acme")
    assert "MUG has 2 counters; 3 units moved" in outcome.out
    assert body(cli) == {"shards": 2}
    assert cli.run("stock", "grow", "MUG", "--shards", "65", tenant="acme").code == 2
    assert cli.run("stock", "grow", "MUG", tenant="acme").code == 2


def test_a_look_that_finds_a_drift_fails_and_mends_nothing(cli: CommandLine) -> None:
    report = {"skus": 3, "drifts": [DRIFT], "unsettled": ["CAP"]}
    cli.transport.answers = {"POST /acme/stock-reconciliations": (200, report)}
    outcome = cli.run("stock", "reconcile", tenant="acme")
    assert body(cli) == {"repair": False}
    assert outcome.code == 1
    assert "1 do not add up" in outcome.out
    assert "too fast to tell: CAP" in outcome.out
    failed = cli.run("stock", "reconcile", "--dry-run", "--json", tenant="acme")
    assert (failed.document, failed.error["kind"]) == (report, "drift")


def test_what_was_mended_is_told_and_no_failure(cli: CommandLine) -> None:
    mended = {**DRIFT, "left": 0, "corrections": [{"shard": 1, "units": 1}]}
    report = {"skus": 3, "drifts": [mended], "unsettled": []}
    cli.transport.answers = {"POST /acme/stock-reconciliations": (200, report)}
    outcome = cli.run("stock", "reconcile", "--repair", tenant="acme")
    assert body(cli) == {"repair": True}
    assert outcome.code == 0
    assert "#1 +1" in outcome.out
