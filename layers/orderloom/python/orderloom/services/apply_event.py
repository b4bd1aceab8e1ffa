"""Applying a verified webhook: claim and effect in one commit, or parked, or noted."""

from collections.abc import Callable
from enum import StrEnum

from orderloom.domain.deciding import decide
from orderloom.domain.facts import ConnectionFact, Fact, MoneyFact, TrackingFact
from orderloom.domain.inbound import InboundEvent, ParkedEvent
from orderloom.domain.kept_scans import refuse_if_kept
from orderloom.domain.order import Order
from orderloom.domain.reactions import WakeParked
from orderloom.domain.retention import may_be_leaving
from orderloom.domain.transition import Transition
from orderloom.errors import AlreadyApplied, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.event_reader import EventReader
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.services.known_as import known_as
from orderloom.services.optimistic import deciding_again


class Outcome(StrEnum):
    """What became of an event; each is counted."""

    APPLIED = "applied"
    NOTED = "noted"
    DUPLICATE = "duplicate"
    PARKED = "parked"
    UNKNOWN_TYPE = "unknown_type"
    FOREIGN = "foreign"
    UNOWNED = "unowned"


class ApplyEvent:
    """`orders_for` makes the repository of the tenant whose signature was verified.

    `restore(tenant_id, order_id)` brings an order back that was archived: news of it may come
    months after its end.
    `confirm` asks the carrier about a scan nobody vouches for; without it such a scan is noted.
    `note_connection(tenant_id, fact)` takes what is about no order: whether it was news, None for
    another account's.
    """

    def __init__(
        self,
        *,
        orders_for: Callable[[str], OrderRepository],
        reader_for: Callable[[str], EventReader],
        restore: Callable[[str, str], None],
        clock: Clock,
        confirm: Callable[[Order, TrackingFact], TrackingFact] | None = None,
        note_connection: Callable[[str, ConnectionFact], bool | None] | None = None,
    ) -> None:
        self._orders_for = orders_for
        self._reader_for = reader_for
        self._restore = restore
        self._clock = clock
        self._confirm = confirm
        self._note_connection = note_connection

    def __call__(self, event: InboundEvent) -> Outcome:
        """Raises MalformedEvent, TransientError: the message stays in the queue."""
        fact = self._reader_for(event.provider).read(event)
        if fact is None:
            return Outcome.UNKNOWN_TYPE
        if isinstance(fact, ConnectionFact):
            return self._noted(event.tenant_id, fact)
        return self._apply(self._orders_for(event.tenant_id), fact, event, None)

    def _noted(self, tenant_id: str, fact: ConnectionFact) -> Outcome:
        news = self._note_connection(tenant_id, fact) if self._note_connection else False
        if news is None:
            return Outcome.FOREIGN
        return Outcome.APPLIED if news else Outcome.NOTED

    def wake(self, news: WakeParked) -> list[Outcome]:
        """Apply what waited for a provider's object; each leaves its place by its own commit.

        Who made the object known may have died before it led to the order: so it is made to
        here, and only then is it asked what waits. What is parked later sees that it leads there.
        """
        orders = self._orders_for(news.tenant_id)
        known = ProviderObject(news.provider, news.object_id)
        if news.order_id is not None and orders.find(*known.name) is None:
            orders.refer(known, news.order_id)
        return [self._wake_one(orders, parked) for parked in orders.parked(*known.name)]

    def _wake_one(self, orders: OrderRepository, parked: ParkedEvent) -> Outcome:
        fact = self._reader_for(parked.event.provider).read(parked.event)
        if fact is None or isinstance(fact, ConnectionFact):
            orders.unpark(parked)
            return Outcome.UNKNOWN_TYPE
        return self._apply(orders, fact, parked.event, parked)

    @deciding_again
    def _apply(
        self,
        orders: OrderRepository,
        fact: Fact,
        event: InboundEvent,
        unpark: ParkedEvent | None,
    ) -> Outcome:
        order_id = orders.find(event.provider, fact.object_id)
        if order_id is None:
            return self._park(orders, fact, event)
        order = self._held(orders, order_id)
        if self._confirm and isinstance(fact, TrackingFact) and not fact.proven:
            fact = self._confirm(order, fact)
        now = self._clock.now()
        decision = decide(order, fact, now)
        try:
            refuse_if_kept(order, fact.source)
            if isinstance(decision, Transition):
                orders.commit(decision, aliases=known_as(decision, fact), unpark=unpark)
                return Outcome.APPLIED
            orders.note(decision, unpark=unpark, leaving=may_be_leaving(order, now))
        except AlreadyApplied:
            if unpark is not None:
                orders.unpark(unpark)
            return Outcome.DUPLICATE
        return Outcome.NOTED

    def _held(self, orders: OrderRepository, order_id: str) -> Order:
        try:
            return orders.get(order_id)
        except NotFound:
            self._restore(orders.tenant_id, order_id)
            return orders.get(order_id)

    @staticmethod
    def _park(orders: OrderRepository, fact: Fact, event: InboundEvent) -> Outcome:
        if isinstance(fact, MoneyFact) and fact.is_foreign:
            return Outcome.FOREIGN
        orders.park(ParkedEvent(object_id=fact.object_id, event=event))
        return Outcome.PARKED
