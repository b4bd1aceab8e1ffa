"""What the HTTP API needs of the composition root."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from orderloom.ports.account_health import AccountHealth
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.carrier import Carrier
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.cursor_seal import CursorSeal
from orderloom.ports.drains import Drains
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository
from orderloom.ports.platform_accounts import AccountRoutes
from orderloom.ports.providers import ProviderRegistry
from orderloom.ports.quotes import Quotes
from orderloom.ports.rates import RateCounters
from orderloom.ports.secret_hits import SecretHits
from orderloom.ports.shipping_switch import ShippingSwitch
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.tenants import TenantDirectory
from orderloom.ports.unclaimed import UnclaimedEvents


class ApiContainer(Protocol):
    """`orderloom.bootstrap.Container`, as seen from here."""

    @property
    def tenants(self) -> TenantDirectory: ...

    @property
    def providers(self) -> ProviderRegistry: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def random_bits(self) -> Callable[[int], int]: ...

    @property
    def cursors(self) -> CursorSeal: ...

    def orders(self, tenant_id: str) -> OrderRepository: ...

    def label_purchases(self, tenant_id: str) -> LabelPurchases: ...

    def drains(self, tenant_id: str) -> Drains: ...

    def account_health(self, tenant_id: str) -> AccountHealth: ...

    @property
    def shipping_switch(self) -> ShippingSwitch: ...

    @property
    def labels(self) -> LabelStore: ...

    def quotes(self, tenant_id: str) -> Quotes: ...

    def carriers(self, tenant_id: str) -> Mapping[str, Carrier]: ...

    def archive(self, tenant_id: str) -> OrderArchive: ...

    def departures(self, tenant_id: str) -> OrderDepartures: ...

    def catalogue(self, tenant_id: str) -> CatalogueRepository: ...

    def rates(self, tenant_id: str) -> RateCounters: ...

    def stock_books(self, tenant_id: str) -> StockBooksRepository: ...

    def secret_hits(self, tenant_id: str) -> SecretHits: ...

    @property
    def secrets_kept(self) -> timedelta: ...

    def pause(self) -> None: ...

    @property
    def unowned(self) -> UnclaimedEvents: ...

    @property
    def account_routes(self) -> AccountRoutes: ...

    def unclaimed(self, tenant_id: str) -> UnclaimedEvents: ...

    def operator_key(self) -> str: ...
