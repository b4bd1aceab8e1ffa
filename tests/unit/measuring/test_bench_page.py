"""The benchmark's page says what was met, what was missed and by how much."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.bench.bars import Bar, chart
from tests.bench.page import page
from tests.bench.statistics import ratio, spread
from tests.bench.targets import TARGETS, headline


def of(median: float) -> dict[str, float]:
    return {"median": median, "low": median - 0.01, "high": median + 0.01, "count": 3}


ONE = of(1)
UNDER_LOAD = {"a_second": [3, 300], "calm_p99_ms": ONE, "loud_p99_ms": ONE, "ratio": ONE}
CONTENDER = {"cpu_ms": ONE, "database_cpu_ms": ONE, "wall_ms": ONE}


def findings(write_units: float = 39) -> dict[str, Any]:
    return {
        "acknowledging": {
            "postgres": "postgres (PostgreSQL) 18",
            "ack_aws_calls": 1.0,
            "contenders": {"ours": CONTENDER, "FastAPI": CONTENDER},
            "cpu_over_ours": {"dj-stripe": of(26), "FastAPI": of(3.2)},
        },
        "signature": {
            "microseconds": {"ours": of(12), "construct_event": of(500)},
            "verify_parse_over_sdk": of(0.024),
            "verdicts": {"compared": 5000, "taken": 200, "differing": 0},
        },
        "pressure": {
            "environments": 4,
            "hanging": {
                "healthy_p50_ms": ONE,
                "hanging_p50_ms": ONE,
                "ratio": ONE,
                "providers_asked": 0,
            },
            "rush": UNDER_LOAD,
            "neighbour": UNDER_LOAD,
        },
        "cold": {
            "door": {
                "ttfa_ms": {"no-op": ONE},
                "ttfa_over_noop": of(2.5),
                "init_over_ideal_bytecode": ONE,
            },
        },
        "functions": {
            "functions": {"relay": {"ttfa_over_noop": ONE, "ttfa_over_stub": ONE}},
            "slowest": {"name": "relay", **ONE},
        },
        "orders": {
            "per_order": {"ours": {"transitions": 3, "write_units": write_units}},
            "usd_per_million_orders": {"ours": 160.0},
            "bills_per_million_orders": {"ours": {"Lambda": 160.0}},
            "units_by_partition": {"ORD": {"writes": 40, "reads": 1}},
        },
    }


def document(**changes: float) -> dict[str, Any]:
    found = findings(**changes)
    machine = {
        "measured_at": "2026-11-21 14:00 UTC",
        "processors": 2,
        "machine": "x86_64",
        "python": "3.11",
        "load_average_before": 0.5,
        "load_average_after": 0.6,
    }
    return {
        **headline(found),
        **found,
        "machine": machine,
        "rounds": 3,
        "prices_as_of": "2026-11-21",
    }


def test_every_target_stands_on_the_page_and_is_met() -> None:
    told = page(document())
    assert all(target.key in told for target in TARGETS)
    assert "missed" not in told.partition("</style>")[2]


def test_a_missed_target_is_told_with_its_distance_and_cause() -> None:
    told = page(document(write_units=50))
    assert "missed by 25%" in told
    assert "docs/cost.md" in told


def test_the_page_loads_nothing_from_anywhere() -> None:
    told = page(document()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in told.replace("http.client", "")
    assert "<script" not in told


def test_bars_are_as_long_as_their_values() -> None:
    svg = ET.fromstring(chart("t", [Bar("a", (("x", 1.0),)), Bar("b", (("x", 4.0),))], "ms"))  # noqa: S314 - our own
    short, long = (float(box.attrib["width"]) for box in svg if box.tag.endswith("rect"))
    assert long == pytest.approx(4 * short)


def test_ratios_are_of_neighbours() -> None:
    """The same ratio in every round gives no spread, however the rounds differ."""
    found = ratio([2.0, 20.0, 200.0], [1.0, 10.0, 100.0])
    assert (found.low, found.median, found.high) == (2, 2, 2)
    assert spread([1.0, 2.0, 9.0]).median == 2
