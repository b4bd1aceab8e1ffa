"""Counting which signing secret webhooks came with, behind the queue.

The door tells the message; it is counted here, and seldom. A secret's first webhooks are written
one by one, so that "never used" can be believed; later ones when they make a difference of a
twentieth, so that a million webhooks are some 240 writes for each execution environment. What an
environment has not written when it ends is lost: the count is a lower bound, short by at most a
twentieth.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from orderloom.domain.inbound import InboundEvent
from orderloom.ports.secret_hits import SecretHits

_PART = 20
_MOST_SECRETS = 4096


@dataclass
class _Tally:
    total: int = 0
    """By the count that was written last, of all environments."""
    unwritten: int = 0


class CountHits:
    """Kept by an execution environment from one batch to the next."""

    def __init__(self, hits_for: Callable[[str], SecretHits]) -> None:
        self._hits_for = hits_for
        self._tallies: OrderedDict[tuple[str, str], _Tally] = OrderedDict()

    def __call__(self, event: InboundEvent) -> None:
        """Raises TransientError, NotFound: the event itself is none the worse for it."""
        if event.secret_id is None:
            return
        tally = self._tally(event.tenant_id, event.secret_id)
        tally.unwritten += 1
        if tally.unwritten * _PART < tally.total:
            return
        hits = self._hits_for(event.tenant_id)
        tally.total = hits.add(event.provider, event.secret_id, tally.unwritten, event.received_at)
        tally.unwritten = 0

    def _tally(self, tenant_id: str, secret_id: str) -> _Tally:
        """Of the secrets seen lately: nobody's memory is endless."""
        name = (tenant_id, secret_id)
        tally = self._tallies.setdefault(name, _Tally())
        self._tallies.move_to_end(name)
        if len(self._tallies) > _MOST_SECRETS:
            self._tallies.popitem(last=False)
        return tally
