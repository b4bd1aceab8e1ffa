"""Registering a merchant."""

import pytest
from orderloom.domain.ordered import Address
from orderloom.errors import Conflict
from orderloom.services.register_tenant import RegisterTenant, TenantRequest

from tests.unit.http.memory import MemoryContainer

REQUEST = TenantRequest(
    tenant_id="acme",
    name="Acme",
    ship_from=Address(name="Depot", line1="1 Dock Road", city="Leeds", country="GB"),
    payment_window_seconds=60,
    max_payment_attempts=3,
    retention_days=400,
)


def register_tenant(container: MemoryContainer) -> RegisterTenant:
    return RegisterTenant(
        tenants=container.tenants, clock=container.clock, random_bits=container.random_bits
    )


def test_the_key_opens_the_tenant_and_is_not_shown_in_logs() -> None:
    container = MemoryContainer()
    registered = register_tenant(container)(REQUEST)
    assert container.tenants.tenant_of_key(registered.api_key) == "acme"
    assert registered.api_key not in repr(registered)
    assert registered.tenant.payment_window_seconds == 60
    assert registered.tenant.stock_shards > 0
    assert registered.tenant.order_list_shards > 0


def test_an_id_that_is_taken_keeps_its_first_owner() -> None:
    container = MemoryContainer()
    first = register_tenant(container)(REQUEST)
    with pytest.raises(Conflict):
        register_tenant(container)(REQUEST)
    assert container.tenants.tenant_of_key(first.api_key) == "acme"
