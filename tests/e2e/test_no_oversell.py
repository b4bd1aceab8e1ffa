"""64 buyers at once and too little stock on three counters: none oversold, none stranded.

Two rounds of each kind by default; `ORDERLOOM_PROOF=full` plays fifty, a number that many.
"""

import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from itertools import count

import pytest
from orderloom import keys

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ApiRefusedError, UnreachableError
from tests.e2e.waiting import eventually
from tests.e2e.wire import Fault, Wire
from tests.e2e.world import MUG, Merchant, World, an_order

_PROOF = os.environ.get("ORDERLOOM_PROOF", "2")
ROUNDS = 50 if _PROOF == "full" else int(_PROOF)
BUYERS = 64
SHARDS = 3
UNITS = 31
PATIENCE = 180.0

REFUSED_AT_THE_DOOR = "refused"
_COMMIT = "DynamoDB.TransactWriteItems"
_RESERVING = b"stock.reserved"
_ATTEMPTS = 4
"""Of the SDK, in one run of a function: all of them fail, so the run does."""

_PATIENT_ATTEMPTS = 10

_rounds = count(1)


@pytest.fixture(scope="module")
def rush(world: World) -> Merchant:
    """A merchant whose SKUs start with three counters."""
    return world.merchant(stock_shards=SHARDS)


def counters(world: World, merchant: Merchant, sku: str) -> list[int]:
    found = []
    for shard in range(SHARDS + 1):
        key = keys.stock(merchant.tenant_id, sku, shard)
        item = world.client("dynamodb").get_item(
            TableName=world.details.outputs["TableName"],
            Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            ConsistentRead=True,
        )
        if "Item" in item:
            found.append(int(item["Item"]["available"]["N"]))
    assert len(found) == SHARDS
    return found


def wants(buyer: int) -> int:
    """Every fourth buyer wants two, so some must gather; the others alone want more than all."""
    return 2 if buyer % 4 == 0 else 1


def buy(merchant: Merchant, sku: str, buyer: int) -> str:
    """The order's id, or that the door refused it; again with its key until there is an answer.

    64 first requests at once start 64 processes, for which the emulator takes its time.
    """
    order, key = an_order(sku, wants(buyer)), f"{sku}-{buyer}"
    for _ in range(_PATIENT_ATTEMPTS):
        try:
            return str(merchant.api.place(order, idempotency_key=key)["id"])
        except ApiRefusedError as refusal:
            if refusal.slug == "insufficient-stock":
                return REFUSED_AT_THE_DOOR
            if refusal.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
        except UnreachableError:
            continue
    raise AssertionError(f"buyer {buyer} was never answered")


def decided(order: JsonObject) -> bool:
    """Its units are taken, or it is over."""
    return order["status"] in {"payment_pending", "cancelled"}


def play(world: World, merchant: Merchant) -> Counter[str]:
    """One round; how many orders ended how."""
    sku = f"rush-{next(_rounds)}"
    merchant.api.put_product(sku, {**MUG, "stock": UNITS})
    with ThreadPoolExecutor(BUYERS) as crowd:
        placed = list(crowd.map(lambda buyer: buy(merchant, sku, buyer), range(BUYERS)))
    order_ids = [order_id for order_id in placed if order_id != REFUSED_AT_THE_DOOR]
    orders = [
        eventually(partial(merchant.api.order, each), until=decided, seconds=PATIENCE)
        for each in order_ids
    ]
    reserved = [order for order in orders if order["status"] == "payment_pending"]
    refused = [order for order in orders if order["status"] == "cancelled"]
    assert {order["close_reason"] for order in refused} <= {"out_of_stock"}
    assert sum(line["quantity"] for order in reserved for line in order["lines"]) == UNITS
    assert counters(world, merchant, sku) == [0] * SHARDS

    for order in reserved:
        merchant.api.cancel(order["id"])
    for order in reserved:
        merchant.until(order["id"], "cancelled", seconds=PATIENCE)
    assert sum(counters(world, merchant, sku)) == UNITS
    door = placed.count(REFUSED_AT_THE_DOOR)
    return Counter(reserved=len(reserved), out_of_stock=len(refused), refused_at_the_door=door)


@pytest.mark.slow
def test_what_is_sold_is_what_there_was(world: World, rush: Merchant) -> None:
    ends: Counter[str] = Counter()
    for _ in range(ROUNDS):
        ends += play(world, rush)
    print(f"{ROUNDS} rounds: {dict(ends)}")  # noqa: T201 - the proof's figures
    assert sum(ends.values()) == ROUNDS * BUYERS


@pytest.mark.slow
def test_and_so_it_is_when_functions_die_around_the_commit(
    world: World, rush: Merchant, wire: Wire
) -> None:
    """Of every eight orders one dies before its reservation is committed, one just after."""
    before, after = (
        Fault(
            operation=_COMMIT,
            named=re.compile(rb"ord_[0-9A-Z]{25}" + last),
            telling=_RESERVING,
            times=_ATTEMPTS,
            lose_answer=lose_answer,
        )
        for last, lose_answer in ((rb"[0-3]", False), (rb"[4-7]", True))
    )
    ends: Counter[str] = Counter()
    with wire.breaking(before, after):
        for _ in range(ROUNDS):
            ends += play(world, rush)
    died = {"before": len(before.struck), "after": len(after.struck)}
    print(f"{ROUNDS} rounds: {dict(ends)}, died {died}")  # noqa: T201 - as above
    assert sum(ends.values()) == ROUNDS * BUYERS
    assert all(died.values())
