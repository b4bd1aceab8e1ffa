"""A few seconds of the whole traffic, request by request, onto the product's own keys."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from orderloom import keys
from orderloom.domain.identifiers import new_api_key, new_order_id
from orderloom.services.observe_rates import SAMPLE

from orderloom_cli.capacity import steps
from orderloom_cli.capacity.environments import Environments
from orderloom_cli.capacity.life import Life
from orderloom_cli.capacity.shards import Choices, Shards, shards_after_a_minute
from orderloom_cli.capacity.tally import Tally
from orderloom_cli.capacity.touch import Family, Touch
from orderloom_cli.capacity.traffic import LARGEST, Market, Sale, Traffic, sku, tenant_id

_BEGIN = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)

_ON_SALE = Sale(tenant_id(LARGEST), sku(0))


@dataclass(frozen=True)
class Findings:
    """What was asked of every partition, and with how many shards."""

    traffic: Traffic
    tally: Tally
    list_shards: int
    """Of the largest tenant."""
    stock_shards: int
    """Of the SKU on sale."""


def simulate(
    traffic: Traffic, choices: Choices, progress: Callable[[str], None] = lambda _: None
) -> Findings:
    """The same findings for the same traffic and choices."""
    random = Random(traffic.seed)  # noqa: S311 - reproducible, not secret
    market = Market(traffic, random)
    shards = shards_after_a_minute(traffic, market, choices)
    tally = Tally()
    for number in range(traffic.seconds):
        progress(f"second {number + 1} of {traffic.seconds}")
        _Second(traffic, market, random, shards, tally).play(_BEGIN + timedelta(seconds=number))
    list_shards = shards.of_list(_ON_SALE.tenant_id)
    return Findings(traffic, tally, list_shards, shards.of_stock(_ON_SALE))


class _Second:
    """Steady state: while some orders are placed, as many others are paid or on their way."""

    def __init__(
        self, traffic: Traffic, market: Market, random: Random, shards: Shards, tally: Tally
    ) -> None:
        self._traffic = traffic
        self._market = market
        self._random = random
        self._shards = shards
        self._tally = tally
        self._environments = Environments(traffic)

    def play(self, now: datetime) -> None:
        orders = self._traffic.orders_per_second
        placed = [self._life(now) for _ in range(orders)]
        for life in placed:
            for step in steps.PLACED:
                self._tally.add(step(life))
            self._count_rates(life, now)
        for _ in range(orders):
            life = self._life(now)
            for step in (*steps.PAID, steps.forget_parcel):
                self._tally.add(step(life))
        for _ in range(orders * steps.SCANS):
            self._tally.add(steps.track(self._life(now)))
        self._api_reads(placed, now)
        self._kept_reads(placed)
        self._tally.close()

    def _api_reads(self, placed: list[Life], now: datetime) -> None:
        """Orders are looked at when they were just placed, which is when they are busiest."""
        traffic = self._traffic
        shown: defaultdict[str, list[str]] = defaultdict(list)
        for life in placed:
            shown[life.tenant_id].append(life.order_id)
            self._tally.add(steps.view_order(life), times=traffic.order_views)
            self._tally.add(steps.view_timeline(life), times=traffic.timeline_views)
            self._tally.add(steps.view_product(life), times=traffic.product_views)
            if (life.tenant_id, life.sku) == _ON_SALE:
                self._tally.add(steps.refuse(life), times=traffic.refused_per_sale)
            if self._random.random() < traffic.tasks:
                self._tally.add(steps.open_task(life))
        for _ in range(round(len(placed) * traffic.list_pages)):
            life = self._life(now)
            newest = shown[life.tenant_id]
            page = self._random.sample(newest, min(traffic.page_size, len(newest)))
            self._tally.add(steps.list_orders(life, page))

    def _kept_reads(self, placed: list[Life]) -> None:
        random_bits = self._random.getrandbits
        for tenant, orders in Counter(life.tenant_id for life in placed).items():
            api_key = new_api_key(random_bits)
            self._tally.add(self._environments.tenant_reads(tenant, api_key, orders))
        of_one = {Sale(life.tenant_id, life.sku): life for life in placed}
        for sale, orders in Counter(Sale(life.tenant_id, life.sku) for life in placed).items():
            attempts = orders * (1 + self._traffic.refused_per_sale if sale == _ON_SALE else 1)
            life = of_one[sale]
            self._tally.add(steps.price(life), times=self._environments.pricings(attempts))
            self._tally.add(steps.glance(life), times=self._environments.glances(attempts))
            if sale == _ON_SALE:
                doubts = self._environments.doubts(attempts - orders)
                self._tally.add(steps.doubt(life), times=doubts)

    def _count_rates(self, life: Life, now: datetime) -> None:
        """As if the relay met every sampled order in a batch of its own: it rarely does."""
        if self._random.random() * SAMPLE < 1:
            ordered = keys.order_rate(life.tenant_id, now).pk
            reserved = keys.sku_rate(life.tenant_id, life.sku, now).pk
            self._tally.add(
                [Touch(Family.RATE, ordered, writes=1), Touch(Family.RATE, reserved, writes=1)]
            )

    def _life(self, now: datetime) -> Life:
        sale, bits = self._market.sale(), self._random.getrandbits
        return Life(
            tenant_id=sale.tenant_id,
            order_id=new_order_id(now, bits),
            sku=sale.sku,
            created_at=now,
            list_shards=self._shards.of_list(sale.tenant_id),
            stock_shards=self._shards.of_stock(sale),
            idempotency_key=f"{bits(64):016x}",
            intent_id=f"pi_{bits(96):024x}",
            tracking_number=f"1Z{bits(64):016X}",
        )
