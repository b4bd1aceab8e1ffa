"""What the relay makes of a batch, whatever becomes of the rates."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from orderloom import bootstrap, keys
from orderloom.adapters.dynamodb.drains import DrainRecord
from orderloom.adapters.dynamodb.order_mapping import placed_record
from orderloom.adapters.dynamodb.rate_records import ContentionRecord
from orderloom.adapters.dynamodb.record import Record
from orderloom.adapters.dynamodb.stored import stored
from orderloom.domain.drain import Drain, DrainState
from orderloom.domain.reactions import DrainOrders, GrowOrderList, GrowStock, StartSaga
from orderloom.domain.sharding import GrowthRule
from orderloom.errors import TransientError
from orderloom.services.observe_rates import ObserveRates

from tests.builders.orders import a_placed
from tests.fakes.clock import MOMENT
from tests.fakes.queues import FakeReactionQueue
from tests.fakes.rates import FakeRates
from tests.unit.functions.http_functions import load_handler

relay = load_handler("relay")


class Parts:
    """The composition root as the relay uses it; every order calls for a further shard."""

    def __init__(self) -> None:
        self.reactions, self.rates = FakeReactionQueue(), FakeRates()
        self.observe_rates = ObserveRates(
            rates_for=lambda _: self.rates,
            random_below=lambda _: 0,
            sample=1,
            order_list=GrowthRule(first=1, per_shard=1 / 60, most=64),
        )


@pytest.fixture
def parts() -> Iterator[Parts]:
    held = Parts()
    bootstrap.use(cast("Any", held))
    yield held
    bootstrap.use(None)


def inserted(*records: Record) -> dict[str, Any]:
    return {
        "Records": [
            {"eventName": "INSERT", "dynamodb": {"NewImage": record.serialize()}}
            for record in records
        ]
    }


def test_orders_start_their_sagas_and_their_rate_grows_the_list(parts: Parts) -> None:
    relay.handler(inserted(placed_record(a_placed(), 4), placed_record(a_placed(), 4)), None)
    assert [type(reaction) for reaction in parts.reactions.sent] == [
        *(StartSaga, StartSaga),
        GrowOrderList,
    ]


def test_a_noted_contention_grows_the_stock(parts: Parts) -> None:
    key = keys.sku_contention("acme", "MUG-1", MOMENT)
    note = ContentionRecord(*key, tenant_id="acme", sku="MUG-1", shards=4, expires_at=1)
    relay.handler(inserted(note), None)
    assert parts.reactions.sent == [GrowStock(tenant_id="acme", sku="MUG-1", shards=8)]


@pytest.mark.parametrize("state", [DrainState.RUNNING, DrainState.DONE])
def test_a_step_of_a_drain_brings_the_next_until_it_is_done(
    parts: Parts, state: DrainState
) -> None:
    moments: dict[str, Any] = dict.fromkeys(("started_at", "updated_at", "until"), MOMENT)
    step = Drain(drain_id="drain_1", tenant_id="acme", step=3, state=state, **moments)
    key = keys.drain_step("acme", "drain_1", 3)
    relay.handler(inserted(DrainRecord(*key, expires_at=1, **stored(step))), None)
    wanted = DrainOrders(tenant_id="acme", drain_id="drain_1", step=3)
    assert parts.reactions.sent == ([wanted] if state is DrainState.RUNNING else [])


def test_no_order_waits_for_a_rate_that_cannot_be_counted(parts: Parts) -> None:
    parts.rates.faults.before("add", TransientError("throttled"))
    relay.handler(inserted(placed_record(a_placed(), 4)), None)
    assert [type(reaction) for reaction in parts.reactions.sent] == [StartSaga]


def test_reactions_that_cannot_be_sent_fail_the_batch(parts: Parts) -> None:
    parts.reactions.faults.before("send", TransientError("no queue"))
    with pytest.raises(TransientError):
        relay.handler(inserted(placed_record(a_placed(), 4)), None)
    assert parts.rates.counted == {}
