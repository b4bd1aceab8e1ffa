"""Which table a tenant's data is in, and with whose credentials it is reached."""

from collections.abc import Mapping
from functools import partial

from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.placement import POOLED, Placement
from orderloom.errors import Misconfigured, TenantMoving


class TenantTables:
    """Every repository of a tenant's data is given its table from here.

    `platform` is the pooled table, which holds the tenant directory. `isolated` are the tables
    of tenants that have one of their own, by the names profiles know them by. What is handed
    out goes by the tenant's credentials.

    A table serves one request: a request's time limit is what bounds how long a function may
    go on writing to a home that is being left.
    """

    def __init__(
        self, platform: Table, profiles: Profiles, isolated: Mapping[str, Table] | None = None
    ) -> None:
        self.platform = platform
        self.profiles = profiles
        self._homes = {POOLED: platform, **(isolated or {})}

    def of(self, tenant_id: str) -> Table:
        """While the tenant moves, a table that can be read only.

        Raises NotFound: no such tenant. Misconfigured: its table is not deployed.
        """
        placement = self.profiles.of(tenant_id).placement
        table = self._homes.get(placement.home)
        if table is None:
            raise Misconfigured(f"{tenant_id} lives in {placement.home}, which is not deployed")
        scoped = table.as_tenant(tenant_id)
        if placement.frozen:
            return scoped.guarded(partial(self._refuse, tenant_id, placement))
        return scoped

    def _refuse(self, tenant_id: str, placement: Placement) -> None:
        self.profiles.thaw(tenant_id, placement)
        raise TenantMoving(tenant_id)
