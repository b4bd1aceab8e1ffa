"""Tenants and connections with sensible defaults."""

from datetime import timedelta

from orderloom.domain.signing_secrets import SigningSecret
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
        signing_secrets=(
            a_signing_secret("whsec_new"),
            a_signing_secret("whsec_old", expires_at=MOMENT + timedelta(hours=24)),
        ),
    )
    return connection.model_copy(update=changes)


def a_signing_secret(secret: str, **changes: object) -> SigningSecret:
    """Its id is made of the secret, which no real one's is."""
    made = SigningSecret(
        secret_id=secret.replace("whsec", "whs"), secret=SecretStr(secret), created_at=MOMENT
    )
    return made.model_copy(update=changes)


def without_secrets(connection: Connection) -> Connection:
    """As it is read back: the door alone opens signing secrets."""
    ring = tuple(each.model_copy(update={"secret": None}) for each in connection.signing_secrets)
    return connection.model_copy(update={"signing_secrets": ring})
