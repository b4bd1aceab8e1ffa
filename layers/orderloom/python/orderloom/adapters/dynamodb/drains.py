"""One tenant's drains in the table: a step is written once, and the stream tells of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import Documents, WholeNumber
from orderloom.adapters.dynamodb.conditions import absent, waits_behind
from orderloom.adapters.dynamodb.record import Record, record_of
from orderloom.adapters.dynamodb.stored import domain_of, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.drain import Drain
from orderloom.domain.states import AttentionKind
from orderloom.errors import AlreadyApplied
from orderloom.ports.drains import Drains, WaitingOrder

KEPT = timedelta(days=30)
_KINDS = (AttentionKind.MANUAL_SHIPPING.value, AttentionKind.LABEL_UNKNOWN.value)
_PAGE = 100


class DrainRecord(Record):
    """A step of a drain."""

    drain_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    step = WholeNumber()
    state = UnicodeAttribute()
    started_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    until = UnicodeAttribute()
    after = UnicodeAttribute(null=True)
    window = WholeNumber(null=True)
    in_flight = Documents(null=True)
    shipped = WholeNumber(null=True)
    failed = WholeNumber(null=True)
    left = WholeNumber(null=True)
    again = Documents(null=True)
    in_a_row = WholeNumber(null=True)
    failures = Documents(null=True)
    expires_at = WholeNumber()


class DynamoDrains(Drains):
    """The list of those that wait is the attention index: keys only."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def newest(self) -> Drain | None:
        partition = keys.drain_partition(self.tenant_id)
        items = self._table.query(partition, newest_first=True, page_size=1)
        found = next(items, None)
        return domain_of(Drain, record_of(DrainRecord, found)) if found else None

    def save(self, step: Drain) -> None:
        key = keys.drain_step(self.tenant_id, step.drain_id, step.step)
        expires_at = int((step.started_at + KEPT).timestamp())
        self._table.put(
            DrainRecord(*key, expires_at=expires_at, **stored(step)),
            when=absent(),
            otherwise=AlreadyApplied(f"{step.drain_id}: step {step.step}"),
        )

    def waiting(self, *, after: str | None, until: datetime, limit: int) -> Sequence[WaitingOrder]:
        return list(islice(self._waiting(after, until, limit), limit))

    def _waiting(self, after: str | None, until: datetime, limit: int) -> Iterator[WaitingOrder]:
        kind_before, _, place = (after or "").partition("/")
        first = _KINDS.index(kind_before) if kind_before else 0
        # Above every order of that moment: order ids begin with a small letter.
        last = keys.order_list_sort(until, "z")
        for kind in _KINDS[first:]:
            items = self._table.query(
                keys.attention_partition(self.tenant_id, kind),
                where=waits_behind(place, last),
                index=keys.ATTENTION_INDEX,
                page_size=min(limit, _PAGE),
            )
            place = ""
            for item in items:
                sort = item["ATSK"]["S"]
                yield WaitingOrder(sort.rpartition("#")[2], f"{kind}/{sort}")
