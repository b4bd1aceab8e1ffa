"""A composition root of fakes, which lets others act between a look and a write."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from orderloom.adapters.provider_registry import AdapterRegistry
from orderloom.adapters.signed_cursors import SignedCursors
from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.identifiers import PLATFORM
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.ports.carrier import Carrier
from orderloom.ports.orders import IdempotencyRecord

from tests.fakes.account_health import FakeAccountHealth
from tests.fakes.archive import FakeArchive
from tests.fakes.carrier import FakeCarrier
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.departures import FakeDepartures
from tests.fakes.drains import FakeDrains
from tests.fakes.label_purchases import FakeLabelPurchases
from tests.fakes.labels import FakeLabels
from tests.fakes.orders import FakeOrders
from tests.fakes.platform import FakePlatform
from tests.fakes.quotes import FakeQuotes
from tests.fakes.rates import FakeRates
from tests.fakes.secret_hits import FakeSecretHits
from tests.fakes.shipping_switch import FakeShippingSwitch
from tests.fakes.stock_books import FakeStockBooks
from tests.fakes.tenants import FakeTenants
from tests.fakes.unclaimed import FakeUnclaimed
from tests.fakes.warehouse import Warehouse

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPERATOR_KEY = "olo_" + "k" * 48


class SteppingClock(FakeClock):
    """Each look is a second after the one before."""

    def now(self) -> datetime:
        self.advance(seconds=1)
        return super().now()


class RacedOrders(FakeOrders):
    """`meanwhile` are run one by one, each just before an order is placed."""

    meanwhile: deque[Callable[[], object]]

    @property
    def order_ids(self) -> list[str]:
        return list(self._heads)

    @property
    def stored(self) -> tuple[int, int, int]:
        """How many heads, PLACED records and idempotency records there are."""
        return len(self._heads), len(self._placed), len(self._idempotency)

    def place(
        self, order: Order, placed: Placed, *, list_shards: int, idempotency: IdempotencyRecord
    ) -> None:
        if self.meanwhile:
            self.meanwhile.popleft()()
        super().place(order, placed, list_shards=list_shards, idempotency=idempotency)


class RacedCatalogue(FakeCatalogue):
    """As RacedOrders, before a product is saved; `reads` counts the batches read."""

    meanwhile: deque[Callable[[], object]]
    reads = 0

    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        self.reads += 1
        return super().products(skus)

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        if self.meanwhile:
            self.meanwhile.popleft()()
        super().save(product, seen=seen, levels=levels)


class MemoryContainer:
    """What `orderloom.bootstrap.Container` offers the HTTP API, in memory."""

    def __init__(self) -> None:
        self.tenants = FakeTenants()
        self.cursors = SignedCursors("not a secret")
        self.providers = AdapterRegistry()
        self.clock = SteppingClock(NOW)
        self.warehouse = cache(lambda _tenant_id: Warehouse())
        self.orders = cache(self._orders)
        self.catalogue = cache(self._catalogue)
        self.archive = cache(FakeArchive)
        self.departures = cache(lambda tenant_id: FakeDepartures(self.orders(tenant_id)))
        self.unclaimed = cache(FakeUnclaimed)
        self.unowned = FakeUnclaimed(PLATFORM)
        self.account_routes = FakePlatform()
        self.rates = cache(FakeRates)
        self.label_purchases = cache(FakeLabelPurchases)
        self.labels = FakeLabels()
        self.quotes = cache(FakeQuotes)
        self.carriers: Callable[[str], Mapping[str, Carrier]] = cache(
            lambda _tenant_id: {"shipstation": FakeCarrier()}
        )
        self.drains = cache(lambda tenant_id: FakeDrains(self.orders(tenant_id)))
        self.account_health = cache(FakeAccountHealth)
        self.shipping_switch = FakeShippingSwitch()
        self.secret_hits = cache(FakeSecretHits)
        self.secrets_kept = timedelta(seconds=60)
        self.stock_books = cache(FakeStockBooks)
        self._numbers = count(1)

    def random_bits(self, _bits: int) -> int:
        return next(self._numbers)

    def pause(self) -> None:
        self.clock.advance(seconds=1)

    def operator_key(self) -> str:
        return OPERATOR_KEY

    def _orders(self, tenant_id: str) -> RacedOrders:
        warehouse = self.warehouse(tenant_id)
        orders = RacedOrders(tenant_id, clock=self.clock, warehouse=warehouse)
        orders.meanwhile = deque()
        return orders

    def _catalogue(self, tenant_id: str) -> RacedCatalogue:
        catalogue = RacedCatalogue(tenant_id, warehouse=self.warehouse(tenant_id))
        catalogue.meanwhile = deque()
        return catalogue
