"""Everybody's sweep in pieces: no connection left out, and what cannot go on comes again."""

import pytest
from orderloom.adapters.provider_registry import has_book
from orderloom.domain.sweep_messages import SweepConnection, SweepTenants
from orderloom.domain.sweeps import Book
from orderloom.errors import NotFound, OrderloomError, ProviderUnavailable, VersionConflict
from orderloom.keys import TENANT_LIST_SHARDS
from orderloom.services import plan_sweeps
from orderloom.services.plan_sweeps import PlanSweeps
from orderloom.services.sweep_in_turn import ATTEMPTS, SweepInTurn

from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.sweeps import FakeSweepQueue
from tests.fakes.tenants import FakeTenants

ONE = SweepConnection(book=Book.EVENTS, tenant_id="acme", provider="stripe")


@pytest.mark.parametrize("a_message", [1, 2, 500])
@pytest.mark.parametrize(
    ("book", "providers"),
    [
        (Book.EVENTS, ["razorpay", "stripe"]),
        (Book.PAYMENTS, ["razorpay", "stripe"]),
        (Book.PAYOUTS, ["razorpay", "stripe"]),
        (Book.PARCELS, ["shipstation"]),
    ],
)
def test_every_connection_with_the_book_is_swept_once(
    monkeypatch: pytest.MonkeyPatch, a_message: int, book: Book, providers: list[str]
) -> None:
    monkeypatch.setattr(plan_sweeps, "TENANTS_A_MESSAGE", a_message)
    names = [f"shop-{number}" for number in range(30)]
    tenants = FakeTenants(*(a_tenant(name) for name in names))
    for name in names:
        for provider in ("stripe", "razorpay", "shipstation"):
            tenants.connect(name, a_connection(provider))
    queue = FakeSweepQueue()
    plan = PlanSweeps(tenants=tenants, queue=queue, has_book=has_book)
    plan.everybody(book)
    assert len(queue.sent) == TENANT_LIST_SHARDS
    swept = []
    while queue.sent:
        message, _ = queue.sent.pop(0)
        if isinstance(message, SweepTenants):
            plan.some(message)
        elif isinstance(message, SweepConnection):
            assert message.book is book
            swept.append((message.tenant_id, message.provider))
    assert sorted(swept) == sorted((name, provider) for name in names for provider in providers)


def turn(queue: FakeSweepQueue, answer: SweepConnection | OrderloomError | None) -> SweepInTurn:
    def sweep(_message: SweepConnection) -> SweepConnection | None:
        if isinstance(answer, OrderloomError):
            raise answer
        return answer

    return SweepInTurn(sweep=sweep, queue=queue)


def test_the_rest_of_a_run_is_a_message_of_its_own() -> None:
    queue = FakeSweepQueue()
    turn(queue, ONE)(ONE.model_copy(update={"attempt": 1}))
    assert queue.sent == [(ONE, 0)]
    turn(FakeSweepQueue(), None)(ONE)


@pytest.mark.parametrize("gone", [VersionConflict("x"), NotFound("connection", "stripe")])
def test_another_sweep_or_a_connection_that_is_gone_is_no_failure(gone: OrderloomError) -> None:
    queue = FakeSweepQueue()
    turn(queue, gone)(ONE)
    assert queue.sent == []


@pytest.mark.parametrize(("retry_after", "wait"), [(7.0, 7), (None, 60)])
def test_a_provider_is_left_alone_for_as_long_as_it_asks(
    retry_after: float | None, wait: int
) -> None:
    queue = FakeSweepQueue()
    unavailable = ProviderUnavailable("stripe", "list", "429", retry_after=retry_after)
    with pytest.raises(ProviderUnavailable):
        turn(queue, unavailable)(ONE)
    assert queue.sent == [(ONE.model_copy(update={"attempt": 1}), wait)]


def test_what_takes_too_long_is_left_to_the_schedule() -> None:
    for retry_after, attempt in ((3600.0, 0), (None, ATTEMPTS - 1)):
        queue = FakeSweepQueue()
        unavailable = ProviderUnavailable("stripe", "list", "no", retry_after=retry_after)
        with pytest.raises(ProviderUnavailable):
            turn(queue, unavailable)(ONE.model_copy(update={"attempt": attempt}))
        assert queue.sent == []
