"""Hits of signing secrets are counted well, and seldom."""

from collections import defaultdict

import pytest
from orderloom.errors import TransientError
from orderloom.services.count_hits import CountHits

from tests.builders.inbound import an_inbound_event
from tests.fakes.clock import MOMENT
from tests.fakes.secret_hits import FakeSecretHits


class Counting:
    def __init__(self) -> None:
        self.hits: defaultdict[str, FakeSecretHits] = defaultdict(FakeSecretHits)
        self.count = CountHits(lambda tenant_id: self.hits[tenant_id])

    def webhooks(self, times: int, which: str = "whs_1", tenant_id: str = "acme") -> None:
        for _ in range(times):
            self.count(an_inbound_event(tenant_id=tenant_id, secret_id=which))

    def counted(self, which: str = "whs_1", tenant_id: str = "acme") -> int:
        return self.hits[tenant_id].of("stripe")[which].counted


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_the_first_are_counted_at_once(counting: Counting) -> None:
    for number in range(1, 21):
        counting.webhooks(1)
        assert counting.counted() == number
    assert counting.hits["acme"].of("stripe")["whs_1"].last_at == MOMENT


def test_many_are_counted_within_a_twentieth_by_few_writes(counting: Counting) -> None:
    counting.webhooks(10_000)
    assert 9_500 <= counting.counted() <= 10_000
    assert counting.hits["acme"].writes < 160


def test_each_secret_of_each_tenant_has_its_own(counting: Counting) -> None:
    counting.webhooks(2)
    counting.webhooks(1, "whs_2")
    counting.webhooks(3, tenant_id="rival")
    assert (counting.counted(), counting.counted("whs_2")) == (2, 1)
    assert counting.counted(tenant_id="rival") == 3


def test_another_environment_counts_on_from_there(counting: Counting) -> None:
    counting.webhooks(10_000)
    before, writes = counting.counted(), counting.hits["acme"].writes
    counting.count = CountHits(lambda tenant_id: counting.hits[tenant_id])
    counting.webhooks(100)
    assert (counting.counted(), counting.hits["acme"].writes) == (before + 1, writes + 1)


def test_what_could_not_be_written_is_with_the_next(counting: Counting) -> None:
    counting.hits["acme"].faults.before("add", TransientError("throttled"))
    with pytest.raises(TransientError):
        counting.webhooks(1)
    counting.webhooks(1)
    assert counting.counted() == 2


def test_a_provider_with_a_key_of_its_own_has_nothing_to_count(counting: Counting) -> None:
    counting.count(an_inbound_event())
    assert not counting.hits


def test_memory_has_an_end(counting: Counting) -> None:
    for number in range(5_000):
        counting.webhooks(1, f"whs_{number}")
    assert len(counting.count._tallies) <= 4096
