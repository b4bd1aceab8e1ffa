"""An outage of a provider makes its messages wait, for as long as it takes."""

from datetime import timedelta

import pytest
from orderloom.domain.reactions import MOST_DELAY_SECONDS, AskProvider, MoneyReaction, SendRefund
from orderloom.errors import ProviderPaused, ProviderUnavailable, RateLimited, TransientError
from orderloom.services.wait_for_provider import WaitForProvider

from tests.fakes.queues import FakeReactionQueue

REFUND = SendRefund(tenant_id="acme", order_id="ord_1", operation="op_1")


def waiting(queue: FakeReactionQueue, *errors: Exception) -> WaitForProvider:
    """The provider answers with `errors` one after another, then as asked."""
    outages = list(errors)

    def move(_reaction: MoneyReaction) -> None:
        if outages:
            raise outages.pop(0)

    return WaitForProvider(
        move=move,
        queue=queue,
        patience=timedelta(seconds=30),
        random_below=lambda _limit: 0,
    )


@pytest.mark.parametrize(
    "outage",
    [
        ProviderUnavailable("stripe", "refund", "status 503"),
        ProviderPaused("stripe", "any call", "left alone"),
        RateLimited("stripe", "refund", "status 429"),
    ],
    ids=["no answer", "circuit open", "rate limited"],
)
def test_a_refund_waits_for_its_provider_under_the_same_operation(outage: Exception) -> None:
    queue = FakeReactionQueue()
    assert waiting(queue, outage)(REFUND) == 30
    ((put_back, delay),) = queue.delayed
    assert (put_back, delay) == (REFUND.model_copy(update={"attempt": 1}), 30)


def test_delays_double_up_to_what_a_queue_allows_however_long_the_outage() -> None:
    queue = FakeReactionQueue()
    reaction: MoneyReaction = AskProvider(tenant_id="acme", order_id="ord_1")
    outage = ProviderUnavailable("stripe", "read payment", "status 503")
    for _ in range(2000):
        waiting(queue, outage)(reaction)
        reaction = AskProvider.model_validate(queue.delayed[-1][0].model_dump())
    delays = [delay for _, delay in queue.delayed]
    assert delays[:6] == [30, 60, 120, 240, 480, MOST_DELAY_SECONDS]
    assert set(delays[5:]) == {MOST_DELAY_SECONDS}


def test_what_waits_comes_back_spread_over_the_delay() -> None:
    queue = FakeReactionQueue()
    outage = ProviderUnavailable("stripe", "refund", "status 503")
    asked: list[int] = []

    def middle(limit: int) -> int:
        asked.append(limit)
        return limit - 1

    def down(_reaction: MoneyReaction) -> None:
        raise outage

    wait = WaitForProvider(
        move=down,
        queue=queue,
        patience=timedelta(seconds=30),
        random_below=middle,
    )
    assert wait(REFUND) == 16
    assert asked == [15]


def test_a_provider_that_says_how_long_is_left_alone_for_as_long() -> None:
    queue = FakeReactionQueue()
    asked = ProviderUnavailable("stripe", "refund", "status 503", retry_after=400)
    assert waiting(queue, asked)(REFUND) == 400


def test_what_was_carried_out_is_not_put_back() -> None:
    queue = FakeReactionQueue()
    assert waiting(queue)(REFUND) is None
    assert queue.delayed == []


def test_what_cannot_be_put_back_stays_where_it_is() -> None:
    queue = FakeReactionQueue()
    queue.faults.before("send_later", TransientError("SQS"))
    with pytest.raises(TransientError):
        waiting(queue, ProviderUnavailable("stripe", "refund", "status 503"))(REFUND)


def test_other_failures_are_the_messages_own() -> None:
    queue = FakeReactionQueue()
    with pytest.raises(TransientError):
        waiting(queue, TransientError("the table"))(REFUND)
    assert queue.delayed == []
