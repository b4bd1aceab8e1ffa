"""Reads that execution environments save each other: what each keeps in memory for a while.

An environment reads an item when it is first asked for it, and again when what it keeps is too
old. So a hot item is read as often as there are environments, not as there are requests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.profiles import PROFILE_KEPT
from orderloom.adapters.dynamodb.shelf import LEVELS_KEPT, PRODUCT_KEPT, SHORTAGE_KEPT
from orderloom.adapters.dynamodb.tenants import API_KEY_KEPT, CONNECTION_KEPT
from orderloom.ports.webhook_secrets import KEPT as SECRETS_KEPT

from orderloom_cli.capacity.steps import SCANS
from orderloom_cli.capacity.touch import Family, Touch
from orderloom_cli.capacity.traffic import Traffic

# How long a call keeps its environment busy, in seconds; estimates on the long side.
_API_SECONDS = 0.05
_AUTHORIZE_SECONDS = 0.01
_DOOR_SECONDS = 0.02
_STEP_SECONDS = 0.5
"""Steps that wait for a provider."""

_PAYMENT_WEBHOOKS = 2


@dataclass(frozen=True)
class Fleet:
    """Environments of one function at work at a time (by Little's law)."""

    environments: float

    @classmethod
    def of(cls, calls_per_second: float, busy_seconds: float) -> "Fleet":
        return cls(max(1.0, calls_per_second * busy_seconds))

    def misses(self, asked_per_second: float, kept: timedelta) -> float:
        """Reads a second of one item, if each environment keeps it so long once read."""
        if not asked_per_second:
            return 0
        between = self.environments / asked_per_second
        return self.environments / (kept.total_seconds() + between)


class Environments:
    """The fleets that this traffic keeps busy, and what they read for one second's orders."""

    def __init__(self, traffic: Traffic) -> None:
        orders, calls = traffic.orders_per_second, traffic.api_calls
        self._traffic = traffic
        self._api = Fleet.of(orders * calls, _API_SECONDS)
        self._authorize = Fleet.of(orders * calls, _AUTHORIZE_SECONDS)
        self._door = Fleet.of(orders * (_PAYMENT_WEBHOOKS + SCANS), _DOOR_SECONDS)
        self._steps = Fleet.of(orders, _STEP_SECONDS)

    def tenant_reads(self, tenant_id: str, api_key: str, orders: float) -> Iterable[Touch]:
        """API key, profile and connections of a tenant that placed so many orders a second."""
        calls = orders * self._traffic.api_calls
        keyed = self._authorize.misses(calls, API_KEY_KEPT)
        yield Touch(Family.KEY, keys.api_key(api_key).pk, reads=keyed)
        profiles = self._api.misses(orders * (1 + self._traffic.list_pages), PROFILE_KEPT)
        profiles += self._api.misses(orders, PROFILE_KEPT)  # which providers are connected
        profiles += self._steps.misses(orders, PROFILE_KEPT)  # ArrangeShipping
        opened = 2 * self._steps.misses(orders, CONNECTION_KEPT)  # AwaitPayment, ArrangeShipping
        opened += self._door.misses(orders * _PAYMENT_WEBHOOKS, SECRETS_KEPT)
        opened += self._door.misses(orders * SCANS, SECRETS_KEPT)
        yield Touch(Family.META, keys.tenant_profile(tenant_id).pk, reads=profiles + opened)

    def pricings(self, attempts: float) -> float:
        """Reads a second of a product that so many orders a second are of."""
        return self._api.misses(attempts, PRODUCT_KEPT)

    def glances(self, attempts: float) -> float:
        """Looks a second at such a product's counters."""
        return self._api.misses(attempts, LEVELS_KEPT)

    def doubts(self, refused: float) -> float:
        """Careful looks a second, when so many a second are turned away."""
        return self._api.misses(refused, SHORTAGE_KEPT)
