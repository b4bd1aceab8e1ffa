"""Money reactions outlast their provider's outage: they wait, and are no failures.

A message that fails is delivered a few times and then set aside for an operator. An outage is not
the message's fault, so it is put back with a delay instead, for as long as the outage takes: the
refund stays on record, its operation's name stays its key, and recovery drains the queue.
"""

from collections.abc import Callable
from datetime import timedelta

from orderloom.domain.reactions import MOST_DELAY_SECONDS, MoneyReaction
from orderloom.errors import ProviderUnavailable
from orderloom.ports.reaction_queue import ReactionQueue

_DOUBLINGS = 10
"""More make no difference to any base there is."""


class WaitForProvider:
    """`move` carries a reaction out.

    `patience`: before the second attempt; the delays double up to the longest a queue allows.
    `random_below(n)`: what spreads those that wait over the delay, from its half on.
    """

    def __init__(
        self,
        *,
        move: Callable[[MoneyReaction], None],
        queue: ReactionQueue,
        patience: timedelta,
        random_below: Callable[[int], int],
    ) -> None:
        self._move = move
        self._queue = queue
        self._patience = patience
        self._random_below = random_below

    def __call__(self, reaction: MoneyReaction) -> int | None:
        """For how many seconds it was put back; None: it is done.

        Raises TransientError: it could not be put back either, and is delivered again.
        """
        try:
            self._move(reaction)
        except ProviderUnavailable as exc:
            delay = self._delay(reaction.attempt, exc.retry_after)
            again = reaction.model_copy(update={"attempt": reaction.attempt + 1})
            self._queue.send_later(again, delay)
            return delay
        return None

    def _delay(self, attempt: int, asked: float | None) -> int:
        longest = int(self._patience.total_seconds() * 2 ** min(attempt, _DOUBLINGS))
        longest = max(2, min(longest, MOST_DELAY_SECONDS))
        spread = longest - self._random_below(longest // 2)
        return min(max(spread, int(asked or 0)), MOST_DELAY_SECONDS)
