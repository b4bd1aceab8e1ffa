"""Placing an order: priced from the catalogue, stored once for each idempotency key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from orderloom.domain.allocation import can_serve, units_left
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.catalogue import ShardLevel
from orderloom.domain.identifiers import new_order_id
from orderloom.domain.order import Fulfilment, Order, Payment
from orderloom.domain.ordered import Address, Customer, HostedPage, Line, Placed
from orderloom.domain.quote import WantedOffer
from orderloom.domain.tenant import Tenant
from orderloom.errors import (
    AlreadyApplied,
    IdempotencyKeyReused,
    InsufficientStock,
    NotFound,
    TransientError,
    VersionConflict,
)
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.orders import IdempotencyRecord, OrderRepository
from orderloom.ports.providers import ProviderRegistry
from orderloom.ports.quotes import Quotes
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.order_lines import WantedLine, priced, refuse_repeated_skus, total_of
from orderloom.services.payment_choice import PaymentChoice
from orderloom.services.quoted_offer import ChosenOffer, QuotedOffer
from orderloom.services.stock_look import look_for


@dataclass(frozen=True)
class OrderRequest:
    """What a merchant asks for; equal requests have equal fingerprints."""

    currency: str
    lines: tuple[WantedLine, ...]
    customer: Customer
    ship_to: Address
    reference: str | None
    fingerprint: str
    payment_provider: str | None = None
    capture: CaptureMode | None = None
    page: HostedPage | None = None
    shipping: ChosenOffer | None = None


@dataclass(frozen=True)
class PlacedOrder:
    """`replayed`: the idempotency key was used before, and this is the order it made."""

    order: Order
    placed: Placed
    replayed: bool


class PlaceOrder:
    """One tenant's door for orders. `random_bits(n)` gives n random bits."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        catalogue: CatalogueRepository,
        tenants: TenantDirectory,
        providers: ProviderRegistry,
        quotes: Quotes,
        clock: Clock,
        random_bits: Callable[[int], int],
    ) -> None:
        self._orders = orders
        self._catalogue = catalogue
        self._tenants = tenants
        self._choose_provider = PaymentChoice(tenants=tenants, providers=providers)
        self._quoted_offer = QuotedOffer(quotes=quotes, clock=clock)
        self._clock = clock
        self._random_bits = random_bits

    def __call__(self, request: OrderRequest, idempotency_key: str) -> PlacedOrder:
        """The order, stored; the same key and request give the same one again.

        Raises:
            InvalidRequest: UnknownSku, WrongCurrency, PaymentProviderUnclear, a SKU twice, a
                total out of bounds, a quote that is unknown, for another parcel or expired.
            IdempotencyKeyReused: the key made another order.
            InsufficientStock: fewer units are left than asked for.
            TransientError: the key is taken, but its order cannot be read yet.
        """
        earlier = self._orders.idempotent(idempotency_key)
        known = self._replayed(earlier, request) if earlier else None
        if known is not None:
            return known
        tenant = self._tenants.tenant(self._orders.tenant_id)
        order, placed = self._draft(request, tenant)
        shards = tenant.order_list_shards
        if earlier is not None:
            return self._gone_on(earlier, request, PlacedOrder(order, placed, False), shards)
        record = IdempotencyRecord(idempotency_key, request.fingerprint, order.order_id)
        try:
            self._orders.place(order, placed, list_shards=shards, idempotency=record)
        except AlreadyApplied:
            winner = self._orders.idempotent(idempotency_key)
            if winner is None:
                raise TransientError("the idempotency record is gone again") from None
            return self._gone_on(winner, request, PlacedOrder(order, placed, False), shards)
        return PlacedOrder(order, placed, replayed=False)

    def _gone_on(
        self, record: IdempotencyRecord, request: OrderRequest, draft: PlacedOrder, shards: int
    ) -> PlacedOrder:
        """The order of a key that was given before, stored by us where nobody did."""
        known = self._replayed(record, request)
        if known is not None:
            return known
        claimed = {"order_id": record.order_id}
        order = draft.order.model_copy(update=claimed)
        placed = draft.placed.model_copy(update=claimed)
        try:
            self._orders.place_claimed(order, placed, list_shards=shards)
        except AlreadyApplied:
            known = self._replayed(record, request)
            if known is None:
                raise TransientError(f"{record.order_id} cannot be read") from None
            return known
        return PlacedOrder(order, placed, replayed=False)

    def _replayed(self, record: IdempotencyRecord, request: OrderRequest) -> PlacedOrder | None:
        """None: who was given the key died, or is about to store its order."""
        if record.fingerprint != request.fingerprint:
            message = "this key was used with another body"
            raise IdempotencyKeyReused(message, field="Idempotency-Key")
        try:
            order = self._orders.get(record.order_id)
            return PlacedOrder(order, self._orders.placed(record.order_id), replayed=True)
        except NotFound:
            return None

    def _draft(self, request: OrderRequest, tenant: Tenant) -> tuple[Order, Placed]:
        lines, shards = self._priced(request)
        total = total_of(lines)
        self._refuse_too_many(lines, shards)
        provider = self._choose_provider(tenant.tenant_id, request.payment_provider)
        capture = request.capture or tenant.capture
        hosted = request.page is not None
        self._choose_provider.refuse_terms(provider, capture, hosted=hosted)
        now = self._clock.now()
        order_id = new_order_id(now, self._random_bits)
        wanted = self._wanted(request, tenant, sum(line.weight_grams for line in lines))
        order = Order(
            order_id=order_id,
            tenant_id=tenant.tenant_id,
            version=1,
            created_at=now,
            updated_at=now,
            currency=request.currency,
            total=total,
            payment_window_seconds=tenant.payment_window_seconds,
            retention_days=tenant.retention_days,
            fulfilment_grace_seconds=tenant.fulfilment_grace_seconds,
            fulfilment=Fulfilment(wanted=wanted),
            payment=Payment(
                provider=provider,
                hosted=hosted,
                capture=capture,
                max_attempts=tenant.max_payment_attempts,
            ),
        )
        placed = Placed(
            order_id=order_id,
            tenant_id=tenant.tenant_id,
            placed_at=now,
            reference=request.reference,
            customer=request.customer,
            ship_to=request.ship_to,
            lines=lines,
            shards=shards,
            page=request.page,
        )
        return order, placed

    def _wanted(
        self, request: OrderRequest, tenant: Tenant, weight_grams: int
    ) -> WantedOffer | None:
        if request.shipping is None:
            return None
        return self._quoted_offer(
            request.shipping,
            ship_from=tenant.ship_from,
            ship_to=request.ship_to,
            weight_grams=weight_grams,
        )

    def _priced(self, request: OrderRequest) -> tuple[tuple[Line, ...], dict[str, int]]:
        """The lines, and how many stock counters each SKU has; one read for all."""
        refuse_repeated_skus(request.lines)
        products = self._catalogue.products([wanted.sku for wanted in request.lines])
        lines = priced(request.lines, products, request.currency)
        return lines, {line.sku: products[line.sku].shards for line in lines}

    def _refuse_too_many(self, lines: tuple[Line, ...], shards: Mapping[str, int]) -> None:
        """A look, not a promise: ReserveStock decides, and may still find too few.

        The cheapest look there is lets an order in; only a careful one turns it away.
        """
        wanted = {line.sku: line.quantity for line in lines}
        glance = self._catalogue.glance(shards)
        if can_serve(wanted, glance.levels):
            return
        try:
            levels = glance.levels if glance.certain else self._careful_look(wanted, shards)
        except VersionConflict:
            return
        left = units_left(wanted, levels)
        for sku, quantity in wanted.items():
            if left[sku] < quantity:
                raise InsufficientStock(sku, requested=quantity, available=left[sku])

    def _careful_look(
        self, wanted: Mapping[str, int], shards: Mapping[str, int]
    ) -> Sequence[ShardLevel]:
        """Once in three seconds for all who are turned away: thousands are, when a sale is over."""
        levels = look_for(self._catalogue, wanted, shards)
        self._catalogue.keep(levels)
        return levels
