"""Whatever answers of carriers get lost, nobody buys two labels.

`ORDERLOOM_PROOF=full` makes two hundred runs; otherwise ten are made.
"""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.depot import SALES, Depot
from tests.e2e.world import MUG, World

RUNS = 200 if os.environ.get("ORDERLOOM_PROOF") == "full" else 10
_SEED = 20261121
_FAULTS: tuple[dict[str, object], ...] = (
    {"action": "drop_response"},
    {"action": "drop_response", "times": 2},
    {"action": "status", "status": 503},
    {"action": "status", "status": 429},
    {"action": "status", "status": 400},
)
"""The first two sell the label and say nothing, the third leaves open whether it did."""


_PREFERRED = ("fedex", "ups", "stamps_com")
_SELLERS = ("fedex", "ups", "shipstation")
"""Of those carriers; each desk prefers another."""


def one_run(depot: Depot, number: int) -> tuple[str, str]:
    """An order whose purchases go wrong in a way its number decides; its id and status."""
    chance = random.Random(_SEED + number)
    first = _SELLERS[number % len(_SELLERS)]
    others = [seller for seller in _SELLERS if seller != first]
    rules = [
        depot.fault(account, SALES[account], **{"times": 1, **chance.choice(_FAULTS)})  # type: ignore[arg-type]
        for account in (first, *chance.sample(others, k=chance.randint(0, 2)))
    ]
    order = depot.ended(depot.paid(), seconds=150)
    depot.mended(*rules)
    return order["id"], order["status"]


def test_no_order_has_two_labels(world: World) -> None:
    def desk(first: int) -> tuple[list[tuple[str, str]], Counter[str]]:
        depot = Depot(world, "fedex", "ups")
        policy = {"strategy": "preferred_carrier", "preferred": [_PREFERRED[first]]}
        world.operator.set_shipping(depot.merchant.tenant_id, policy)
        depot.merchant.api.put_product("mug", {**MUG, "stock": RUNS})
        ended = [one_run(depot, number) for number in range(first, RUNS, len(_SELLERS))]
        return ended, depot.sold()

    with ThreadPoolExecutor(len(_SELLERS)) as pool:
        desks = list(pool.map(desk, range(len(_SELLERS))))
    ended = [one for orders, _ in desks for one in orders]
    sold = sum((labels for _, labels in desks), Counter())
    statuses = Counter(status for _, status in ended)
    print(f"{RUNS} orders: {dict(statuses)}, {sold.total()} labels")  # noqa: T201
    assert len(ended) == RUNS
    for order_id, status in ended:
        assert sold[order_id] <= 1, order_id
        assert sold[order_id] == 1 or status == "manual_required", order_id
    assert statuses["labelled"] >= RUNS // 3
