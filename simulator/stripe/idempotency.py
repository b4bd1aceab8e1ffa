"""Idempotency keys: one execution per key and account, its answer replayed to every repeat.

Stripe keeps a key for at least 24 hours and stores the answer of any request whose execution
began, failures included; a refused parameter, a conflict and a failed login store nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.responses import Response

from simulator.stripe.errors import idempotency, invalid

_LIFETIME_SECONDS = 24 * 3600
_LONGEST_KEY = 255


@dataclass(frozen=True)
class Answer:
    """A rendered answer, and whether the request got as far as executing."""

    status: int
    body: bytes
    executed: bool = True

    def response(self, request_id: str, *, replayed: bool = False) -> Response:
        headers = {"Request-Id": request_id}
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(self.body, self.status, headers, media_type="application/json")


@dataclass
class _Entry:
    fingerprint: str
    claimed_at: float
    request_id: str
    answer: Answer | None = None


@dataclass
class IdempotencyStore:
    """The keys one account has used."""

    _entries: dict[str, _Entry] = field(default_factory=dict)

    async def run(
        self,
        key: str,
        fingerprint: str,
        request_id: str,
        now: float,
        execute: Callable[[], Awaitable[Answer]],
    ) -> Response:
        """Executes once per key; raises StripeError for a reused or busy key."""
        if len(key) > _LONGEST_KEY:
            raise invalid(f"Idempotency keys have at most {_LONGEST_KEY} characters.")
        entry = self._live_entry(key, now)
        if entry is not None:
            return _replay(entry, fingerprint)
        entry = _Entry(fingerprint, now, request_id)
        self._entries[key] = entry
        try:
            answer = await execute()
            if answer.executed:
                entry.answer = answer
        finally:
            if entry.answer is None:
                del self._entries[key]
        return answer.response(request_id)

    def _live_entry(self, key: str, now: float) -> _Entry | None:
        entry = self._entries.get(key)
        if entry is not None and now - entry.claimed_at >= _LIFETIME_SECONDS:
            del self._entries[key]
            return None
        return entry


def _replay(entry: _Entry, fingerprint: str) -> Response:
    if entry.fingerprint != fingerprint:
        raise idempotency(
            400, "This idempotency key was first used with other parameters or another path."
        )
    if entry.answer is None:
        raise idempotency(
            409,
            "Another request with this idempotency key is still in progress.",
            "idempotency_key_in_use",
        )
    return entry.answer.response(entry.request_id, replayed=True)
