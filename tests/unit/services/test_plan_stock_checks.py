"""Everybody's check in pieces: none left out."""

from collections.abc import Sequence

import pytest
from orderloom.domain.stock_checks import CheckTenant, CheckTenants, StockCheck
from orderloom.keys import TENANT_LIST_SHARDS
from orderloom.ports.stock_check_queue import StockCheckQueue
from orderloom.services import plan_stock_checks
from orderloom.services.plan_stock_checks import PlanStockChecks

from tests.builders.tenants import a_tenant
from tests.fakes.tenants import FakeTenants


class FakeStockChecks(StockCheckQueue):
    def __init__(self) -> None:
        self.sent: list[StockCheck] = []

    def send(self, checks: Sequence[StockCheck]) -> None:
        self.sent.extend(checks)


@pytest.mark.parametrize("a_message", [1, 2, 1000])
def test_every_tenant_is_checked_once(monkeypatch: pytest.MonkeyPatch, a_message: int) -> None:
    monkeypatch.setattr(plan_stock_checks, "TENANTS_A_MESSAGE", a_message)
    names = [f"shop-{number}" for number in range(50)]
    queue = FakeStockChecks()
    tenants = FakeTenants(*(a_tenant(name) for name in names))
    plan = PlanStockChecks(tenants=tenants, queue=queue)
    plan.everybody()
    assert len(queue.sent) == TENANT_LIST_SHARDS
    checked = []
    while queue.sent:
        check = queue.sent.pop(0)
        if isinstance(check, CheckTenants):
            assert plan.some(check) <= a_message
        elif isinstance(check, CheckTenant):
            checked.append(check.tenant_id)
    assert sorted(checked) == sorted(names)
