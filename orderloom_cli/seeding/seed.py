"""Registering merchants at a running deployment and at the simulated providers."""

import secrets
from dataclasses import dataclass

from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.provider_accounts import ShipStationAccount, StripeAccount
from orderloom_cli.clients.transport import Transport
from orderloom_cli.local_file import LocalTenant
from orderloom_cli.seeding.catalogue import MERCHANTS, PRODUCTS, SHIP_FROM

# The carriers every simulated ShipStation account has.
_CARRIERS = ("se-1001", "se-1002")


@dataclass(frozen=True)
class Seeder:
    """Does what a merchant's administrator does once, through public APIs only."""

    transport: Transport
    api_url: str
    simulator_url: str
    operator: OperatorApi

    def everyone(self) -> list[LocalTenant]:
        return [self.merchant(tenant_id, name) for tenant_id, name in MERCHANTS.items()]

    def merchant(self, tenant_id: str, name: str, **settings: object) -> LocalTenant:
        """A registered merchant with accounts of its own; `settings` as the operator API's."""
        created = self.operator.create_tenant(
            {"tenant_id": tenant_id, "name": name, "ship_from": SHIP_FROM, **settings}
        )
        account = secrets.token_hex(12)
        tenant = LocalTenant(
            id=tenant_id,
            api_key=created["api_key"],
            signing_secrets={"stripe": self._stripe(tenant_id, f"sk_test_{account}")},
            stripe_api_key=f"sk_test_{account}",
            stripe_publishable_key=f"pk_test_{account}",
            shipstation_api_key=f"ss_test_{account}",
        )
        self._shipstation(tenant)
        self._connect(tenant)
        shop = MerchantApi.as_merchant(self.transport, self.api_url, tenant.api_key)
        for sku, product in PRODUCTS.items():
            shop.put_product(sku, product)
        return tenant

    def _stripe(self, tenant_id: str, secret_key: str) -> str:
        account = StripeAccount.at(self.transport, f"{self.simulator_url}/stripe", secret_key)
        return account.add_webhook_endpoint(self._door("stripe", tenant_id))

    def _shipstation(self, tenant: LocalTenant) -> None:
        url = f"{self.simulator_url}/shipstation"
        account = ShipStationAccount.at(self.transport, url, tenant.shipstation_api_key)
        account.subscribe_to_tracking(self._door("shipstation", tenant.id))

    def _connect(self, tenant: LocalTenant) -> None:
        stripe = {
            "api_key": tenant.stripe_api_key,
            "signing_secrets": [tenant.signing_secrets["stripe"]],
        }
        shipstation = {"api_key": tenant.shipstation_api_key, "carrier_ids": list(_CARRIERS)}
        self.operator.connect(tenant.id, "stripe", stripe)
        self.operator.connect(tenant.id, "shipstation", shipstation)

    def _door(self, provider: str, tenant_id: str) -> str:
        return f"{self.api_url}/webhooks/{provider}/{tenant_id}"
