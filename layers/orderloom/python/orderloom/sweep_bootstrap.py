"""The composition root of the functions that read providers' own records."""

from datetime import timedelta
from functools import cache, cached_property, partial

from orderloom.adapters.dynamodb.parcels import DynamoParcels
from orderloom.adapters.provider_registry import (
    carrier_entry,
    has_book,
    payout_keeper,
    record_keeper,
)
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.bootstrap import Container
from orderloom.domain.sweeps import RECORDED, RecordedBook
from orderloom.errors import NotFound
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.services.judge_record import JudgeRecord
from orderloom.services.look_after_parcels import LookAfterParcels
from orderloom.services.match_payouts import PAGES_A_RUN as PAYOUT_PAGES_A_RUN
from orderloom.services.match_payouts import MatchPayouts
from orderloom.services.plan_sweeps import PlanSweeps
from orderloom.services.poll_payments import PollPayments
from orderloom.services.record_money import RecordMoney
from orderloom.services.sweep_connection import PAGES_A_RUN, SweepConnection
from orderloom.settings import Settings


class SweepContainer(Container):
    """What every function has, and what sweeps need beside it."""

    @staticmethod
    def books_of(provider: str) -> tuple[RecordedBook, ...]:
        """What can be read of its record; none of most providers. Parcels are on none."""
        return tuple(book for book in RECORDED if has_book(provider, book))

    def sweep_connection(
        self, tenant_id: str, provider: str, *, pages: int = PAGES_A_RUN
    ) -> SweepConnection:
        entry = record_keeper(provider)
        connection = self.tenants.connection(tenant_id, provider)
        return SweepConnection(
            record=entry.record(connection, self._payments_url(provider, entry.base_url)),
            judge=JudgeRecord(
                orders=self.orders(tenant_id), reader_for=self.reader_for, clock=self.clock
            ),
            ledger=self.sweep_ledger(tenant_id),
            queue=self.inbound,
            clock=self.clock,
            grace=self._grace,
            pages=pages,
        )

    def poll_payments(self, tenant_id: str) -> PollPayments:
        orders = self.orders(tenant_id)
        money = RecordMoney(
            orders=orders, payments=partial(self.payments, tenant_id), clock=self.clock
        )
        return PollPayments(
            tenant=self.tenants.tenant(tenant_id),
            orders=orders,
            ask=money.ask,
            ledger=self.sweep_ledger(tenant_id),
            clock=self.clock,
            patience=self._grace * 2,
        )

    def match_payouts(
        self, tenant_id: str, provider: str, *, pages: int = PAYOUT_PAGES_A_RUN
    ) -> MatchPayouts:
        entry = payout_keeper(provider)
        connection = self.tenants.connection(tenant_id, provider)
        return MatchPayouts(
            orders=self.orders(tenant_id),
            book=entry.payout_book(connection, self._payments_url(provider, entry.base_url)),
            ledger=self.sweep_ledger(tenant_id),
            clock=self.clock,
            pages=pages,
        )

    def look_after_parcels(self, tenant_id: str, account: str) -> LookAfterParcels:
        """Raises NotFound: the tenant has no such account at a carrier."""
        entry = carrier_entry(account)
        if entry is None:
            raise NotFound("carrier", account)
        connection = self.tenants.connection(tenant_id, account)
        return LookAfterParcels(
            tenant=self.tenants.tenant(tenant_id),
            orders=self.orders(tenant_id),
            parcels=DynamoParcels(self._tables.of(tenant_id), tenant_id),
            carrier=self.carriers(tenant_id)[account],
            clock=self.clock,
            told=entry.tells(connection),
        )

    @property
    def plan_sweeps(self) -> PlanSweeps:
        return PlanSweeps(tenants=self.tenants, queue=self.sweeps, has_book=has_book)

    @cached_property
    def inbound(self) -> InboundQueue:
        return SqsInboundQueue(self._settings["inbound_queue_url"])

    @property
    def _grace(self) -> timedelta:
        return timedelta(seconds=float(self._settings["sweep_grace_seconds"]))


@cache
def sweep_container() -> SweepContainer:
    """This execution environment's container."""
    return SweepContainer(Settings.from_environment())
