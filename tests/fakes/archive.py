"""Archived orders in memory; written as they would be in S3."""

from orderloom.adapters.archive_format import packed, unpacked
from orderloom.domain.archive import ArchivedOrder
from orderloom.errors import CorruptRecord
from orderloom.ports.archive import OrderArchive

from tests.fakes.faults import Faults


class FakeArchive(OrderArchive):
    """`objects` by order id; `reads` and `writes` count what S3 would bill."""

    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self.objects: dict[str, bytes] = {}
        self.reads = 0
        self.writes = 0

    def get(self, order_id: str) -> ArchivedOrder | None:
        with self.faults.around("get"):
            self.reads += 1
            body = self.objects.get(order_id)
            return unpacked(body, order_id) if body else None

    def put(self, archived: ArchivedOrder) -> None:
        if archived.order.tenant_id != self.tenant_id:
            raise CorruptRecord(archived.order.order_id, "tenant_id")
        with self.faults.around("put"):
            self.writes += 1
            self.objects[archived.order.order_id] = packed(archived)
