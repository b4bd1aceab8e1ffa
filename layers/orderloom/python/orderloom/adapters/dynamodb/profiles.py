"""Tenants' profiles with the placement of their data: one item, read once a while."""

from dataclasses import dataclass
from datetime import timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import move_phase, moves_still
from orderloom.adapters.dynamodb.stored import domain_of, moment
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_mapping import tenant_of
from orderloom.adapters.dynamodb.tenant_records import TenantRecord
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.placement import MovePhase, Placement
from orderloom.domain.tenant import Tenant
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.clock import Clock

PROFILE_KEPT = timedelta(seconds=60)
_MOST_TENANTS = 4096


@dataclass(frozen=True)
class Profile:
    tenant: Tenant
    placement: Placement


class Profiles:
    """Profiles serve for `kept`, counted from before they were read.

    Movers of tenants wait that long for a placement to be forgotten, so it must never be
    exceeded; a placement that is about to change is not kept at all.
    """

    def __init__(self, platform: Table, clock: Clock, *, kept: timedelta = PROFILE_KEPT) -> None:
        self._platform = platform
        self._clock = clock
        self._cache = ExpiringCache[str, Profile](clock, lifetime=kept, most=_MOST_TENANTS)

    def of(self, tenant_id: str) -> Profile:
        """Raises NotFound, CorruptRecord."""
        kept = self._cache.get(tenant_id)
        if kept is not None:
            return kept
        asked_at = self._clock.now()
        directory = self._platform.as_tenant(tenant_id)
        record = directory.get(TenantRecord, keys.tenant_profile(tenant_id))
        if record is None:
            raise NotFound("tenant", tenant_id)
        found = Profile(tenant_of(record), domain_of(Placement, record))
        if found.placement.keepable:
            self._cache.put(tenant_id, found, at=asked_at)
        return found

    def forget(self, tenant_id: str) -> None:
        """This environment just changed it."""
        self._cache.forget(tenant_id)

    def thaw(self, tenant_id: str, placement: Placement) -> None:
        """End a freeze that lasts longer than was asked for.

        Its mover's next step is conditional on the phase: it fails, and nothing was moved.
        """
        move = placement.move
        if move is None or not placement.lapsed(self._clock.now()):
            return
        seen = moment(move.frozen_until) if move.frozen_until else ""
        moved_on = VersionConflict(f"{tenant_id}: the move went on")
        try:
            with self._platform.as_tenant(tenant_id).writing() as writing:
                writing.update(
                    keys.tenant_profile(tenant_id),
                    [move_phase().set(MovePhase.CLOSING.value)],
                    when=moves_still(move.phase.value, seen),
                    otherwise=moved_on,
                )
        except VersionConflict:
            return
