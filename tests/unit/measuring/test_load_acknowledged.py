"""What the providers' own log says of acknowledgements, and which limits a load run must hold."""

from typing import Any

import pytest

from tests.load.acknowledged import told, waits
from tests.load.limits import LIMITS, values


def delivery(event_id: str, status: int | None, at: float = 0, ms: float | None = 10) -> Any:
    seconds = None if ms is None else ms / 1000
    return {"event_id": event_id, "status": status, "at": at, "seconds": seconds}


def test_an_event_is_acknowledged_when_one_of_its_deliveries_was() -> None:
    found = told([delivery("a", 503), delivery("a", 200), delivery("b", 503), delivery("c", None)])
    assert found.sent == {"a", "b", "c"}
    assert found.acknowledged == {"a"}


def test_the_worst_minute_is_told_beside_the_whole() -> None:
    calm = [delivery(f"c{n}", 200, at=n) for n in range(60)]
    busy = [delivery(f"b{n}", 200, at=60 + n, ms=400) for n in range(2)]
    found = waits([*calm, *busy])
    assert found.number == 62
    assert found.p50 == pytest.approx(10)
    assert found.p95 == pytest.approx(10)
    assert found.p95_of_worst_minute == pytest.approx(400)


def test_who_got_no_answer_waited_for_none() -> None:
    assert waits([delivery("a", 200), delivery("b", None, ms=None)]).number == 1


def test_a_run_that_lost_one_or_was_slow_does_not_hold() -> None:
    document = {
        "verdicts": {"lost": 1},
        "sale": {
            "p95": 120.0,
            "p95_of_worst_minute": 260.0,
            "drained_seconds": 40.0,
            "carrier": {"busiest_minute": 180},
        },
        "noise": {"times": 1.1},
    }
    measured = values(document)
    passed = {limit.key for limit in LIMITS if not limit.met(measured[limit.key])}
    assert passed == {"lost", "sale_ack_p95_worst_minute_ms"}
