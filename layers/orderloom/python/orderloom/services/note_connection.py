"""News of a connection: how its account stands, and that money was paid out."""

from collections.abc import Callable

from orderloom.domain.connection_health import HealthNote, HealthState
from orderloom.domain.facts import ConnectionFact
from orderloom.domain.sweep_messages import SweepConnection
from orderloom.domain.sweeps import Book
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.sweep_queue import SweepQueue
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.optimistic import deciding_again

_NO_USE = frozenset({HealthState.BLOCKED, HealthState.DEAUTHORISED})


class NoteConnection:
    """May be repeated: of news the newest counts, and a sweep posts each line once."""

    def __init__(
        self,
        *,
        tenants: TenantDirectory,
        sweeps: SweepQueue,
        clock: Clock,
        alert: Callable[[str, str, HealthNote], None],
    ) -> None:
        """`alert(tenant_id, provider, note)` tells people that an account is no use any more."""
        self._tenants = tenants
        self._sweeps = sweeps
        self._clock = clock
        self._alert = alert

    def __call__(self, tenant_id: str, fact: ConnectionFact) -> bool | None:
        """Whether it was news; None: it is of another account, or of a connection that is gone.

        Raises TransientError: the message is delivered again.
        """
        try:
            return self._note(tenant_id, fact)
        except NotFound:
            return None

    @deciding_again
    def _note(self, tenant_id: str, fact: ConnectionFact) -> bool | None:
        provider = fact.source.provider
        card = self._tenants.card(tenant_id, provider)
        if fact.account is not None and fact.account != (card.account_id or ""):
            return None
        if fact.pays_out:
            payouts = SweepConnection(book=Book.PAYOUTS, tenant_id=tenant_id, provider=provider)
            self._sweeps.send([payouts])
        if fact.note is None:
            return fact.pays_out
        health = card.health.noting(fact.note, self._clock.now())
        if health == card.health:
            return fact.pays_out
        self._tenants.note_health(tenant_id, provider, seen=card.health, health=health)
        if fact.note.state in _NO_USE:
            self._alert(tenant_id, provider, fact.note)
        return True
