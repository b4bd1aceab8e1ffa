"""Ports that are kept in DynamoDB."""

from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.bootstrap.foundation import Foundation
from orderloom.domain.identifiers import PLATFORM
from orderloom.ports.account_health import AccountHealth
from orderloom.ports.archive import OrderDepartures
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.drains import Drains
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.orders import OrderRepository
from orderloom.ports.platform_accounts import AccountRoutes
from orderloom.ports.quotes import Quotes
from orderloom.ports.rates import RateCounters
from orderloom.ports.secret_hits import SecretHits
from orderloom.ports.shipping_switch import ShippingSwitch
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.ports.tenants import TenantDirectory
from orderloom.ports.unclaimed import UnclaimedEvents

if TYPE_CHECKING:
    from orderloom.adapters.dynamodb.shelf import Shelf


class TableAdapters(Foundation):
    """Those of one tenant are bound to its table and its credentials."""

    def orders(self, tenant_id: str) -> OrderRepository:
        from orderloom.adapters.dynamodb.orders import DynamoOrderRepository

        return DynamoOrderRepository(self._tables.of(tenant_id), tenant_id, self.clock)

    def catalogue(self, tenant_id: str) -> CatalogueRepository:
        from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository

        return DynamoCatalogueRepository(self._tables.of(tenant_id), tenant_id, self._shelf)

    def stock_books(self, tenant_id: str) -> StockBooksRepository:
        from orderloom.adapters.dynamodb.stock_books import DynamoStockBooks

        return DynamoStockBooks(self._tables.of(tenant_id), tenant_id)

    @cached_property
    def tenants(self) -> TenantDirectory:
        from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory

        tables = self._tables
        return DynamoTenantDirectory(
            tables.platform, self._seal, self.clock, profiles=tables.profiles
        )

    def label_purchases(self, tenant_id: str) -> LabelPurchases:
        from orderloom.adapters.dynamodb.label_purchases import DynamoLabelPurchases

        return DynamoLabelPurchases(self._tables.of(tenant_id), tenant_id, self.clock)

    def quotes(self, tenant_id: str) -> Quotes:
        from orderloom.adapters.dynamodb.quotes import DynamoQuotes

        return DynamoQuotes(self._tables.of(tenant_id), tenant_id)

    def drains(self, tenant_id: str) -> Drains:
        from orderloom.adapters.dynamodb.drains import DynamoDrains

        return DynamoDrains(self._tables.of(tenant_id), tenant_id)

    def account_health(self, tenant_id: str) -> AccountHealth:
        from orderloom.adapters.dynamodb.account_health import DynamoAccountHealth

        return DynamoAccountHealth(self._tables.of(tenant_id), tenant_id)

    @cached_property
    def shipping_switch(self) -> ShippingSwitch:
        from orderloom.adapters.dynamodb.shipping_switch import DynamoShippingSwitch

        kept = self._settings.profile_kept
        return DynamoShippingSwitch(self._tables.platform, self.clock, kept=kept)

    def sweep_ledger(self, tenant_id: str) -> SweepLedger:
        from orderloom.adapters.dynamodb.sweep_ledger import DynamoSweepLedger

        return DynamoSweepLedger(self._tables.of(tenant_id), tenant_id)

    def rates(self, tenant_id: str) -> RateCounters:
        from orderloom.adapters.dynamodb.rates import DynamoRateCounters

        return DynamoRateCounters(self._tables.of(tenant_id), tenant_id)

    def secret_hits(self, tenant_id: str) -> SecretHits:
        from orderloom.adapters.dynamodb.secret_hits import DynamoSecretHits

        return DynamoSecretHits(self._tables.of(tenant_id), tenant_id)

    def departures(self, tenant_id: str) -> OrderDepartures:
        from orderloom.adapters.dynamodb.departures import DynamoOrderDepartures

        return DynamoOrderDepartures(self._tables.of(tenant_id), tenant_id, self.clock)

    def unclaimed(self, tenant_id: str) -> UnclaimedEvents:
        from orderloom.adapters.dynamodb.unclaimed import DynamoUnclaimedEvents

        return DynamoUnclaimedEvents(self._tables.of(tenant_id), tenant_id, self.clock)

    @property
    def unowned(self) -> UnclaimedEvents:
        """Events of accounts that are no tenant's."""
        from orderloom.adapters.dynamodb.unclaimed import DynamoUnclaimedEvents

        table = self._tables.platform.as_tenant(PLATFORM)
        return DynamoUnclaimedEvents(table, PLATFORM, self.clock)

    @property
    def account_routes(self) -> AccountRoutes:
        from orderloom.adapters.dynamodb.account_routes import DynamoAccountRoutes

        return DynamoAccountRoutes(self._tables.platform)

    @cached_property
    def _shelf(self) -> "Shelf":
        from orderloom.adapters.dynamodb.shelf import Shelf

        return Shelf(self.clock)
