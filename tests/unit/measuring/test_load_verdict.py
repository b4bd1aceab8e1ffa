"""What a load run concludes: acknowledged and nowhere is lost, whatever else was sent."""

import json
from pathlib import Path

from tests.load.plan import NORMAL_ORDERS_A_MINUTE, PLANS
from tests.load.records import Sent, sent, verdict


def told(*acknowledged: str, refused: tuple[str, ...] = ()) -> Sent:
    return Sent(frozenset({*acknowledged, *refused}), frozenset(acknowledged))


def test_what_is_acknowledged_is_applied_explained_or_lost() -> None:
    found = verdict("webhooks", told("a", "b", "c"), {"a"}, {"b"})
    assert (found.sent, found.acknowledged) == (3, 3)
    assert (found.applied, found.explained, found.lost) == (1, 1, ("c",))


def test_what_was_refused_is_nobodys_loss() -> None:
    found = verdict("webhooks", told("a", refused=("b",)), {"a"}, set())
    assert (found.sent, found.acknowledged, found.lost) == (2, 1, ())


def test_only_answers_that_took_it_are_acknowledgements(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    lines = [
        {"kind": "webhook", "id": "evt_1", "status": 200},
        {"kind": "webhook", "id": "evt_2", "status": 503},
        {"kind": "order", "id": "ord_1", "status": 201},
        {"kind": "webhook", "id": "evt_3", "status": 0},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    assert sent(file, "webhook").acknowledged == {"evt_1"}
    assert sent(file, "webhook").sent == {"evt_1", "evt_2", "evt_3"}


def test_a_sale_is_ten_times_the_usual_rate_and_the_full_backlog_ten_thousand() -> None:
    assert all(p.sale_orders_a_minute == 10 * NORMAL_ORDERS_A_MINUTE for p in PLANS.values())
    assert PLANS["full"].backlog == 10_000
