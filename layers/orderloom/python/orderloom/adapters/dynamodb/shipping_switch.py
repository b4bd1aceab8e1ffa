"""The switch over all merchants' shipping: one item, and none of a tenant's."""

from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.record import Record, required
from orderloom.adapters.dynamodb.stored import moment
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.shipping import ShippingMode
from orderloom.ports.clock import Clock
from orderloom.ports.shipping_switch import ShippingSwitch

KEPT = timedelta(seconds=10)
"""Read by environments, not by orders: ten thousand of them read it a thousand times a second."""


class ShippingSwitchRecord(Record):
    """There is one, once it was set."""

    mode = UnicodeAttribute()
    set_at = UnicodeAttribute()


class DynamoShippingSwitch(ShippingSwitch):
    """By the function's own credentials: it is the platform's."""

    def __init__(self, platform: Table, clock: Clock, *, kept: timedelta = KEPT) -> None:
        self._platform = platform
        self._clock = clock
        self._kept = ExpiringCache[keys.Key, ShippingMode](clock, lifetime=min(kept, KEPT), most=1)

    def mode(self) -> ShippingMode:
        key = keys.shipping_switch()
        kept = self._kept.get(key)
        if kept is None:
            record = self._platform.get(ShippingSwitchRecord, key)
            kept = ShippingMode(required(record, "mode")) if record else ShippingMode.AUTOMATIC
            self._kept.put(key, kept)
        return kept

    def set(self, mode: ShippingMode) -> None:
        key, now = keys.shipping_switch(), moment(self._clock.now())
        self._platform.put(ShippingSwitchRecord(*key, mode=mode.value, set_at=now))
        self._kept.put(key, mode)
