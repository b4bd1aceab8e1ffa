"""The composition root: the only place where ports meet their adapters.

Adapters are imported when first asked for, so that a function pays at its cold start for
what it uses and no more.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from orderloom.adapters.system_clock import SystemClock
from orderloom.domain.identifiers import PLATFORM
from orderloom.domain.sharding import ORDER_LIST, STOCK
from orderloom.ports.account_health import AccountHealth
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.carrier import Carrier
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.cursor_seal import CursorSeal
from orderloom.ports.drains import Drains
from orderloom.ports.event_reader import EventReader
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentProvider
from orderloom.ports.platform_accounts import AccountRoutes
from orderloom.ports.providers import ProviderRegistry
from orderloom.ports.quotes import Quotes
from orderloom.ports.rates import RateCounters
from orderloom.ports.reaction_queue import ReactionQueue
from orderloom.ports.saga import SagaEngine
from orderloom.ports.secret_hits import SecretHits
from orderloom.ports.shipping_switch import ShippingSwitch
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.stock_check_queue import StockCheckQueue
from orderloom.ports.stock_growth import StockGrowth
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.ports.sweep_queue import SweepQueue
from orderloom.ports.tenants import TenantDirectory
from orderloom.ports.unclaimed import UnclaimedEvents
from orderloom.settings import Settings

if TYPE_CHECKING:
    from orderloom.adapters.breaking import Breakers
    from orderloom.adapters.credential_seal import CredentialSeal
    from orderloom.adapters.dynamodb.shelf import Shelf
    from orderloom.adapters.dynamodb.table import Table
    from orderloom.adapters.dynamodb.tenant_tables import TenantTables
    from orderloom.adapters.s3_archive import S3Archives
    from orderloom.adapters.sqs_batch import Feed
    from orderloom.services.count_hits import CountHits
    from orderloom.services.observe_rates import ObserveRates

_SECRET_SECONDS = 300
"""How long a rotated secret may still be in use."""

_BETWEEN_COUNTS_SECONDS = 1.0


class Container:
    """Everything a function may need, made once per execution environment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @property
    def random_below(self) -> Callable[[int], int]:
        return secrets.randbelow

    @property
    def breaker_recovery(self) -> timedelta:
        """How long a provider that does not answer is left alone."""
        return self._settings.breaker_recovery

    @property
    def random_bits(self) -> Callable[[int], int]:
        return secrets.randbits

    def orders(self, tenant_id: str) -> OrderRepository:
        from orderloom.adapters.dynamodb.orders import DynamoOrderRepository

        return DynamoOrderRepository(self._tables.of(tenant_id), tenant_id, self.clock)

    def catalogue(self, tenant_id: str) -> CatalogueRepository:
        from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository

        return DynamoCatalogueRepository(self._tables.of(tenant_id), tenant_id, self._shelf)

    def stock_books(self, tenant_id: str) -> StockBooksRepository:
        from orderloom.adapters.dynamodb.stock_books import DynamoStockBooks

        return DynamoStockBooks(self._tables.of(tenant_id), tenant_id)

    @staticmethod
    def pause() -> None:
        """Between two counts of one stock: longer than an index lags behind its table."""
        time.sleep(_BETWEEN_COUNTS_SECONDS)

    @cached_property
    def tenants(self) -> TenantDirectory:
        from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory

        tables = self._tables
        return DynamoTenantDirectory(
            tables.platform, self._seal, self.clock, profiles=tables.profiles
        )

    def payments(self, tenant_id: str, provider: str | None) -> PaymentProvider:
        """None: orders placed before they named their provider were all Stripe's."""
        from orderloom.adapters.permission import Permission
        from orderloom.adapters.provider_registry import payment_provider

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

    @cached_property
    def _breakers(self) -> "Breakers":
        from orderloom.adapters.breaker_log import tell
        from orderloom.adapters.breaking import Breakers
        from orderloom.adapters.dynamodb.breaker_store import BreakerStore

        def table_of(tenant_id: str) -> "Table":
            return self._tables.of(tenant_id)  # looked for when a circuit is

        store = BreakerStore(table_of)
        return Breakers(store, recovery=self._settings.breaker_recovery, tell=tell)

    @cached_property
    def providers(self) -> ProviderRegistry:
        from orderloom.adapters.provider_registry import AdapterRegistry

        return AdapterRegistry()

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

    def carriers(self, tenant_id: str) -> Mapping[str, Carrier]:
        """One tenant's accounts at carriers, each behind a circuit, by the names of connections."""
        from orderloom.adapters.carrier_accounts import CarrierAccounts

        accounts = CarrierAccounts(
            tenants=self.tenants,
            seal=self._seal,
            clock=self.clock,
            simulated=self._settings.carriers_base_url,
        )
        found = accounts.of(tenant_id, self._tables.of(tenant_id))
        guarded = partial(self._breakers.guarded, Carrier, tenant_id=tenant_id)
        return {name: guarded(carrier, provider=name) for name, carrier in found.items()}

    def sweep_ledger(self, tenant_id: str) -> SweepLedger:
        from orderloom.adapters.dynamodb.sweep_ledger import DynamoSweepLedger

        return DynamoSweepLedger(self._tables.of(tenant_id), tenant_id)

    @staticmethod
    def reader_for(provider: str) -> EventReader:
        from orderloom.adapters.provider_registry import reader_for

        return reader_for(provider)

    def rates(self, tenant_id: str) -> RateCounters:
        from orderloom.adapters.dynamodb.rates import DynamoRateCounters

        return DynamoRateCounters(self._tables.of(tenant_id), tenant_id)

    def secret_hits(self, tenant_id: str) -> SecretHits:
        from orderloom.adapters.dynamodb.secret_hits import DynamoSecretHits

        return DynamoSecretHits(self._tables.of(tenant_id), tenant_id)

    @property
    def secrets_kept(self) -> timedelta:
        """How long the door may go on accepting a secret that was retired."""
        return self._settings.secrets_kept

    @cached_property
    def count_hits(self) -> "CountHits":
        from orderloom.services.count_hits import CountHits

        return CountHits(self.secret_hits)

    def stock_growth(self, tenant_id: str) -> StockGrowth:
        from orderloom.services.grow_stock import GrowStock

        return GrowStock(catalogue=self.catalogue(tenant_id), clock=self.clock)

    @cached_property
    def observe_rates(self) -> "ObserveRates":
        from orderloom.services.observe_rates import SAMPLE, ObserveRates

        number = self._settings.number
        return ObserveRates(
            rates_for=self.rates,
            random_below=secrets.randbelow,
            sample=int(number("rate_sample", SAMPLE)),
            order_list=ORDER_LIST.with_per_shard(
                number("orders_per_list_shard", ORDER_LIST.per_shard)
            ),
            stock=STOCK.with_per_shard(number("reservations_per_counter", STOCK.per_shard)),
        )

    @cached_property
    def saga(self) -> SagaEngine:
        from orderloom.adapters.step_functions import StepFunctionsSaga

        return StepFunctionsSaga(self._settings.state_machine_arn)

    @cached_property
    def reactions(self) -> ReactionQueue:
        from orderloom.adapters.sqs_reactions import SqsReactionQueue

        return SqsReactionQueue(
            workflow_queue_url=self._settings["workflow_queue_url"],
            # Who only puts back what it got has no inbound queue.
            inbound_queue_url=self._settings.inbound_queue_url or "",
        )

    @cached_property
    def feed(self) -> "Feed":
        from orderloom.adapters.sqs_batch import Feed

        return Feed(self._settings["feed_queue_url"])

    @cached_property
    def stock_checks(self) -> StockCheckQueue:
        from orderloom.adapters.sqs_stock_checks import SqsStockChecks

        return SqsStockChecks(self._settings["stock_checks_queue_url"])

    @cached_property
    def sweeps(self) -> SweepQueue:
        from orderloom.adapters.sqs_sweeps import SqsSweeps

        return SqsSweeps(self._settings["sweep_queue_url"])

    @cached_property
    def labels(self) -> LabelStore:
        from orderloom.adapters.s3_labels import S3LabelStore

        return S3LabelStore(self._settings["label_bucket"])

    def archive(self, tenant_id: str) -> OrderArchive:
        return self._archives.of(tenant_id)

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
    def _archives(self) -> "S3Archives":
        from orderloom.adapters.s3_archive import S3Archives

        return S3Archives(self._settings["archive_bucket"])

    @cached_property
    def _seal(self) -> "CredentialSeal":
        from orderloom.adapters.credential_seal import CredentialSeal

        return CredentialSeal(self._settings.credentials_key_id)

    @cached_property
    def _shelf(self) -> "Shelf":
        from orderloom.adapters.dynamodb.shelf import Shelf

        return Shelf(self.clock)

    @cached_property
    def _tables(self) -> "TenantTables":
        from orderloom.adapters.dynamodb.profiles import Profiles
        from orderloom.adapters.dynamodb.tenant_scoped import TenantScopedTable
        from orderloom.adapters.dynamodb.tenant_tables import TenantTables
        from orderloom.adapters.tenant_credentials import TenantCredentials

        credentials = TenantCredentials(self._settings.tenant_role_arn, self.clock)
        platform = TenantScopedTable(self._settings["table"], credentials)
        isolated = self._settings.isolated_tables_by_name.items()
        return TenantTables(
            platform,
            Profiles(platform, self.clock, kept=self._settings.profile_kept),
            {name: TenantScopedTable(table, credentials) for name, table in isolated},
        )

    def operator_key(self) -> str:
        """The operators' whole API key, `olo_` included."""
        return f"olo_{self._secret('operator_key_secret_id')}"

    @property
    def cursors(self) -> CursorSeal:
        from orderloom.adapters.signed_cursors import SignedCursors

        return SignedCursors(self._secret("cursor_key_secret_id"))

    def _secret(self, setting: str) -> str:
        from aws_lambda_powertools.utilities import parameters

        return str(parameters.get_secret(self._settings[setting], max_age=_SECRET_SECONDS))


_held: list[Container] = []


def container() -> Container:
    """This execution environment's container."""
    if not _held:
        _held.append(Container(Settings.from_environment()))
    return _held[0]


def use(replacement: Container | None) -> None:
    """Make `replacement` the container from now on; None: made from the environment anew."""
    _held[:] = [replacement] if replacement else []
