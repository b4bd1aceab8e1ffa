"""Tenants and connections with sensible defaults."""

from orderloom.domain.tenant import Connection, Tenant
from pydantic import SecretStr

from tests.builders.orders import an_address
from tests.fakes.clock import MOMENT


def a_tenant(tenant_id: str = "acme", **changes: object) -> Tenant:
    tenant = Tenant(
        tenant_id=tenant_id,
        name="Acme Mugs",
        ship_from=an_address(name="Acme Mugs", line1="1 Kiln Lane"),
        payment_window_seconds=1800,
        max_payment_attempts=1,
        order_list_shards=4,
        stock_shards=3,
        created_at=MOMENT,
    )
    return tenant.model_copy(update=changes)


def a_connection(provider: str = "stripe", **changes: object) -> Connection:
    connection = Connection(
        provider=provider,
        api_key=SecretStr("sk_test_made_up"),
        signing_secrets=(SecretStr("whsec_new"), SecretStr("whsec_old")),
    )
    return connection.model_copy(update=changes)
