"""Ports to payment providers and carriers."""

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from orderloom.bootstrap.tables import TableAdapters

if TYPE_CHECKING:
    from orderloom.adapters.breaking import Breakers
    from orderloom.adapters.carrier_accounts import CarrierAccounts
    from orderloom.adapters.dynamodb.table import Table
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader
    from orderloom.ports.payments import PaymentProvider
    from orderloom.ports.providers import ProviderRegistry


class ProviderAdapters(TableAdapters):
    """Each account is behind a circuit of its own."""

    @cached_property
    def providers(self) -> "ProviderRegistry":
        from orderloom.adapters.provider_registry import AdapterRegistry

        return AdapterRegistry()

    @staticmethod
    def reader_for(provider: str) -> "EventReader":
        from orderloom.adapters.provider_registry import reader_for

        return reader_for(provider)

    def payments(self, tenant_id: str, provider: str | None) -> "PaymentProvider":
        """None: orders placed before they named their provider were all Stripe's."""
        from orderloom.adapters.permission import Permission
        from orderloom.adapters.provider_registry import payment_provider
        from orderloom.ports.payments import PaymentProvider

        name = provider or "stripe"
        entry = payment_provider(name)
        base_url = self._payments_url(name, entry.base_url)
        account = entry.payments(self.tenants.connection(tenant_id, name), base_url)
        whose = {"tenant_id": tenant_id, "provider": name}
        guarded = self._breakers.guarded(PaymentProvider, account, **whose)
        return Permission(self.tenants).needed(PaymentProvider, guarded, **whose)

    def _payments_url(self, provider: str, otherwise: str) -> str:
        simulated = self._settings.payments_base_url
        return f"{simulated}/{provider}" if simulated else otherwise

    def carriers(self, tenant_id: str) -> "Mapping[str, Carrier]":
        """One tenant's accounts at carriers, each behind a circuit, by the names of connections."""
        from orderloom.ports.carrier import Carrier

        found = self._carrier_accounts.of(tenant_id, self._tables.of(tenant_id))
        guarded = partial(self._breakers.guarded, Carrier, tenant_id=tenant_id)
        return {name: guarded(carrier, provider=name) for name, carrier in found.items()}

    @cached_property
    def _carrier_accounts(self) -> "CarrierAccounts":
        from orderloom.adapters.carrier_accounts import CarrierAccounts

        return CarrierAccounts(
            tenants=self.tenants,
            seal=self._seal,
            clock=self.clock,
            simulated=self._settings.carriers_base_url,
        )

    @cached_property
    def _breakers(self) -> "Breakers":
        from orderloom.adapters.breaker_log import tell
        from orderloom.adapters.breaking import Breakers
        from orderloom.adapters.dynamodb.breaker_store import BreakerStore

        def table_of(tenant_id: str) -> "Table":
            return self._tables.of(tenant_id)  # looked for when a circuit is

        store = BreakerStore(table_of)
        return Breakers(store, recovery=self._settings.breaker_recovery, tell=tell)
