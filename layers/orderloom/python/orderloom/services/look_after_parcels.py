"""Asking carriers after parcels on their way, and a person after those that fell silent.

For carriers that tell nothing by themselves this is how a parcel gets on; for the others it
finds what a lost webhook would have told. What is found meets the same guards as a webhook.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Order
from orderloom.domain.parcel_watch import (
    AFTER_A_FAILURE,
    Watch,
    is_watched,
    next_look,
    parcel_shards,
    too_silent,
)
from orderloom.domain.several_parcels import narrowed, numbers_of
from orderloom.domain.tenant import Tenant
from orderloom.domain.transition import Transition
from orderloom.errors import (
    AlreadyApplied,
    CredentialsRejected,
    NotFound,
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    VersionConflict,
)
from orderloom.ports.carrier import Carrier, Scan
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.parcels import ParcelsUnderWay
from orderloom.services.confirm_tracking import newest_scan

PARCELS_A_RUN = 40
_LONGEST_DESCRIPTION = 300


@dataclass
class LookReport:
    """Ids of orders. `more`: others are due."""

    asked: int = 0
    moved: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    more: bool = False


class LookAfterParcels:
    """Of one tenant's account at one carrier; `told`: its webhooks come, so it is asked less."""

    def __init__(
        self,
        *,
        tenant: Tenant,
        orders: OrderRepository,
        parcels: ParcelsUnderWay,
        carrier: Carrier,
        clock: Clock,
        told: bool,
    ) -> None:
        self._tenant = tenant
        self._orders = orders
        self._parcels = parcels
        self._carrier = carrier
        self._clock = clock
        self._told = told

    def __call__(self, account: str) -> LookReport:
        """The parcels due, the longest due first.

        Raises ProviderUnavailable (RateLimited: the account's calls are used up): those that
        were not asked about stay due. One whose answer failed waits, so that others get on.
        Raises CredentialsRejected: nothing was asked, and all stay due.
        """
        due = self._parcels.due(
            account,
            self._clock.now(),
            limit=PARCELS_A_RUN,
            shards=parcel_shards(self._tenant.order_list_shards),
        )
        report = LookReport(more=len(due) == PARCELS_A_RUN)
        for watch in due:
            # Whoever changed the order meanwhile left it on the list, for the next run.
            with suppress(VersionConflict):
                self._look(watch, report)
        return report

    def _look(self, watch: Watch, report: LookReport) -> None:
        order, now = self._under_way(watch.order_id), self._clock.now()
        if order is None:
            self._parcels.forget(watch)
            return
        order = self._asked_after(watch, order, report)
        again = next_look(order, now, told=self._told)
        if again is None:
            self._parcels.forget(watch)
        else:
            self._parcels.put_off(watch, again)

    def _under_way(self, order_id: str) -> Order | None:
        try:
            order = self._orders.get(order_id)
        except NotFound:  # archived
            return None
        return order if is_watched(order) else None

    def _asked_after(self, watch: Watch, order: Order, report: LookReport) -> Order:
        heard: list[datetime] = []
        for number in numbers_of(order.fulfilment):
            alone = narrowed(order, number)
            newest = newest_scan(alone, self._scans(watch, order, alone, report))
            order = self._moved_on(order, number, newest, report)
            heard += [newest.occurred_at] if newest else []
        heard_at = max(heard, default=None)
        silent = too_silent(order, heard_at, self._tenant.shipping, self._clock.now())
        if silent is None:
            return order
        self._orders.commit(silent)
        report.silent.append(order.order_id)
        return silent.order

    def _scans(
        self, watch: Watch, order: Order, alone: Order, report: LookReport
    ) -> tuple[Scan, ...]:
        """Of one of its parcels; nothing where the carrier refuses to tell."""
        parcel = alone.fulfilment
        report.asked += 1
        try:
            return self._carrier.track(parcel.label_id or "", parcel.tracking_number or "")
        except (CredentialsRejected, ProviderPaused, RateLimited):
            raise  # which concerns the account, and no parcel
        except ProviderRefused:
            report.refused.append(order.order_id)
            return ()
        except ProviderUnavailable:
            self._parcels.put_off(watch, self._clock.now() + AFTER_A_FAILURE)
            raise

    def _moved_on(
        self, order: Order, number: str, newest: Scan | None, report: LookReport
    ) -> Order:
        """What moves nothing is not written down: it was asked for, and will be again."""
        if newest is None:
            return order
        decision = decide_tracking(order, self._fact(number, newest), self._clock.now())
        if not isinstance(decision, Transition):
            return order
        with suppress(AlreadyApplied):
            self._orders.commit(decision)
            report.moved.append(order.order_id)
            return decision.order
        return order

    def _fact(self, number: str, scan: Scan) -> TrackingFact:
        source = EventSource(
            provider=self._carrier.name,
            event_id=f"asked-{number}-{scan.state}-{scan.occurred_at.timestamp():.0f}",
            event_type="track.asked",
            occurred_at=scan.occurred_at,
            swept=True,
        )
        return TrackingFact(
            source=source,
            tracking_number=number,
            state=scan.state,
            description=scan.description[:_LONGEST_DESCRIPTION],
        )
