"""The composition root of the functions that read providers' own records."""

from datetime import timedelta
from functools import cache, cached_property

from orderloom.adapters.provider_registry import has_book, record_keeper
from orderloom.bootstrap import Container
from orderloom.domain.sweeps import Book
from orderloom.ports.connection_list import ConnectionList
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.provider_record import ProviderRecord
from orderloom.ports.sweep_queue import SweepQueue
from orderloom.services.judge_record import JudgeRecord
from orderloom.services.plan_sweeps import PlanSweeps
from orderloom.services.sweep_connection import SweepConnection
from orderloom.settings import Settings


class SweepContainer(Container):
    """What every function has, and what sweeps need beside it."""

    def record(self, tenant_id: str, provider: str) -> ProviderRecord:
        entry = record_keeper(provider)
        connection = self.tenants.connection(tenant_id, provider)
        return entry.record(connection, self._payments_url(provider, entry.base_url))

    @staticmethod
    def books_of(provider: str) -> tuple[Book, ...]:
        """What can be read of its record; none of most providers."""
        return tuple(book for book in Book if has_book(provider, book))

    def sweep_connection(self, tenant_id: str, provider: str) -> SweepConnection:
        window = self.tenants.tenant(tenant_id).payment_window_seconds
        return SweepConnection(
            record=self.record(tenant_id, provider),
            judge=JudgeRecord(
                orders=self.orders(tenant_id), reader_for=self.reader_for, clock=self.clock
            ),
            ledger=self.sweep_ledger(tenant_id),
            queue=self.inbound,
            clock=self.clock,
            grace=timedelta(seconds=float(self._settings["sweep_grace_seconds"])),
            payment_window=timedelta(seconds=window),
        )

    @property
    def plan_sweeps(self) -> PlanSweeps:
        return PlanSweeps(connections=self.connection_list, queue=self.sweeps, has_book=has_book)

    @cached_property
    def connection_list(self) -> ConnectionList:
        from orderloom.adapters.dynamodb.connection_list import DynamoConnectionList

        return DynamoConnectionList(self._tables.platform)

    @cached_property
    def sweeps(self) -> SweepQueue:
        from orderloom.adapters.sqs_sweeps import SqsSweeps

        return SqsSweeps(self._settings["sweep_queue_url"])

    @cached_property
    def inbound(self) -> InboundQueue:
        from orderloom.adapters.sqs import SqsInboundQueue

        return SqsInboundQueue(self._settings["inbound_queue_url"])


@cache
def sweep_container() -> SweepContainer:
    """This execution environment's container."""
    return SweepContainer(Settings.from_environment())
