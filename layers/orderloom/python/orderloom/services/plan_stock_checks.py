"""Handing out the hourly reconciliation: one message a tenant, however many there are."""

from orderloom.domain.stock_checks import CheckTenant, CheckTenants, StockCheck
from orderloom.keys import TENANT_LIST_SHARDS
from orderloom.ports.stock_check_queue import StockCheckQueue
from orderloom.ports.tenants import TenantDirectory

TENANTS_A_MESSAGE = 1000
"""Some seconds of sending; the rest of the shard becomes a message of its own."""


class PlanStockChecks:
    """Nothing here is done twice with harm, so any message may be repeated."""

    def __init__(self, *, tenants: TenantDirectory, queue: StockCheckQueue) -> None:
        self._tenants = tenants
        self._queue = queue

    def everybody(self) -> None:
        self._queue.send([CheckTenants(shard=shard) for shard in range(TENANT_LIST_SHARDS)])

    def some(self, part: CheckTenants) -> int:
        """How many tenants were handed out."""
        found = self._tenants.page(part.shard, after=part.after, limit=TENANTS_A_MESSAGE)
        checks: list[StockCheck] = [CheckTenant(tenant_id=tenant_id) for tenant_id in found]
        if len(found) == TENANTS_A_MESSAGE:
            checks.append(CheckTenants(shard=part.shard, after=found[-1]))
        self._queue.send(checks)
        return len(found)
