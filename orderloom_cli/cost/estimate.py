"""What orders cost that got so far and had so many webhooks, and what keeping them costs."""

from dataclasses import dataclass

from orderloom_cli.capacity.storage import PER_ORDER, bytes_per_order
from orderloom_cli.capacity.touch import Family
from orderloom_cli.cost.per_order import (
    PAYING,
    PAYING_WEBHOOKS,
    PLACING,
    TRACKING,
    TRACKING_WEBHOOKS,
)
from orderloom_cli.cost.prices import USD_PER_GIGABYTE_MONTH
from orderloom_cli.cost.quantities import Quantities

DAYS_A_MONTH = 30
DEFAULT_WEBHOOKS = PAYING_WEBHOOKS + TRACKING_WEBHOOKS


@dataclass(frozen=True, kw_only=True)
class Orders:
    """Of one month: `placed` of which `paid` and labelled, with `webhooks` in all."""

    placed: float
    paid: float
    webhooks: float

    @property
    def quantities(self) -> Quantities:
        """Paying brings its own webhook; each further one costs what a scan of a parcel does."""
        further = max(0.0, self.webhooks - self.paid * PAYING_WEBHOOKS)
        scans = TRACKING.times(further / TRACKING_WEBHOOKS)
        return PLACING.times(self.placed) + PAYING.times(self.paid) + scans


@dataclass(frozen=True)
class Estimate:
    """USD for a month's orders: what they ask for, and being kept and archived afterwards."""

    orders: Orders
    retention_days: int

    @property
    def usd_by_service(self) -> dict[str, float]:
        return self.orders.quantities.bill()

    @property
    def usd_of_archiving(self) -> float:
        """Each leaves as one object; what DynamoDB's time to live does not delete is deleted."""
        items = sum(PER_ORDER[family].items for family in (Family.ORDER, Family.REFERENCE))
        leaving = Quantities(
            invocations=1, write_units=items - 1, read_units=1, objects_written=1, log_kilobytes=1
        )
        return leaving.times(self.orders.placed).usd()

    @property
    def usd_of_storage(self) -> float:
        """In the table, for as long as they stay there."""
        gigabytes = self.orders.placed * bytes_per_order() / 1e9
        return gigabytes * USD_PER_GIGABYTE_MONTH["DynamoDB"] * self.retention_days / DAYS_A_MONTH

    @property
    def usd(self) -> float:
        return sum(self.usd_by_service.values()) + self.usd_of_archiving + self.usd_of_storage
