"""What orders leave in the table, and what it all costs."""

from dataclasses import dataclass

from orderloom.domain.parcel_watch import parcel_shards

from orderloom_cli.capacity.run import Findings
from orderloom_cli.capacity.touch import Family
from orderloom_cli.capacity.traffic import Traffic

SECONDS_A_MONTH = 30 * 86_400
USD_PER_WRITE_UNIT = 0.625e-6
USD_PER_READ_UNIT = 0.125e-6
USD_PER_GIGABYTE = 0.25
"""A month. List prices of on-demand tables in us-east-1."""


@dataclass(frozen=True)
class Stored:
    """Of one paid and shipped order: items of a family, and their bytes in all.

    tests/integration/test_step_costs.py compares both with what is really stored.
    """

    items: int
    size: int


PER_ORDER = {
    Family.ORDER: Stored(items=11, size=6000),
    Family.LIST: Stored(items=1, size=180),
    Family.CUSTOMER: Stored(items=1, size=220),
    Family.PARCELS: Stored(items=1, size=180),
    Family.REFERENCE: Stored(items=2, size=200),
    Family.IDEMPOTENCY: Stored(items=1, size=250),
}
"""Idempotency records are gone after a day, parcels some time after they arrived."""

_PASSING = {Family.IDEMPOTENCY, Family.PARCELS}
_ITEM_OVERHEAD = 100
"""Bytes DynamoDB adds to every item it bills for storing."""

_FIXED = {Family.META: 3, Family.PRODUCT: 1, Family.STOCK: 1, Family.KEY: 1, Family.RATE: 1}


@dataclass(frozen=True)
class Monthly:
    """Of a month of this traffic; `gigabytes` is what the month adds."""

    orders: float
    write_units: float
    read_units: float
    gigabytes: float

    @property
    def usd_of_requests(self) -> float:
        written = self.write_units * USD_PER_WRITE_UNIT
        return written + self.read_units * USD_PER_READ_UNIT

    @property
    def usd_of_storage(self) -> float:
        """For each month that a month's orders stay in the table."""
        return self.gigabytes * USD_PER_GIGABYTE


def bytes_per_order() -> int:
    """That stay: without what expires within days."""
    lasting = (stored for family, stored in PER_ORDER.items() if family not in _PASSING)
    return sum(stored.size + stored.items * _ITEM_OVERHEAD for stored in lasting)


def monthly(findings: Findings) -> Monthly:
    traffic, families = findings.traffic, findings.tally.families.values()
    orders = traffic.orders_per_second * SECONDS_A_MONTH
    scale = SECONDS_A_MONTH / traffic.seconds
    return Monthly(
        orders=orders,
        write_units=sum(rates.writes.total for rates in families) * scale,
        read_units=sum(rates.reads.total for rates in families) * scale,
        gigabytes=orders * bytes_per_order() / 1e9,
    )


def items_in_largest(family: Family, findings: Findings) -> int:
    """Items in the fullest partition of a family after a month."""
    if family is Family.LIST:
        return round(_of_largest(findings.traffic) / findings.list_shards)
    if family is Family.ATTENTION:
        return round(_of_largest(findings.traffic) * findings.traffic.tasks)
    if family is Family.REFERENCE:
        return 1
    if family is Family.PARCELS:
        return round(_of_largest(findings.traffic) / parcel_shards(findings.list_shards))
    if family in PER_ORDER:
        return PER_ORDER[family].items
    return _FIXED.get(family, 0)


def _of_largest(traffic: Traffic) -> float:
    """Orders of the largest tenant in a month."""
    return traffic.orders_per_second * SECONDS_A_MONTH * traffic.largest_share
