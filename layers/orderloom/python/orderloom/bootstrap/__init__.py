"""The composition root: the only place where ports meet their adapters.

Adapters are imported when first asked for, so that a function pays at its cold start for
what it uses and no more.
"""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.bootstrap.buckets import BucketAdapters
from orderloom.bootstrap.messages import MessageAdapters
from orderloom.bootstrap.providers import ProviderAdapters
from orderloom.domain.sharding import ORDER_LIST, STOCK
from orderloom.ports.cursor_seal import CursorSeal
from orderloom.ports.stock_growth import StockGrowth
from orderloom.settings import Settings

if TYPE_CHECKING:
    from orderloom.services.count_hits import CountHits
    from orderloom.services.observe_rates import ObserveRates

_SECRET_SECONDS = 300
"""How long a rotated secret may still be in use."""

_BETWEEN_COUNTS_SECONDS = 1.0


class Container(ProviderAdapters, MessageAdapters, BucketAdapters):
    """Everything a function may need, made once per execution environment."""

    @property
    def random_below(self) -> Callable[[int], int]:
        return secrets.randbelow

    @property
    def random_bits(self) -> Callable[[int], int]:
        return secrets.randbits

    @staticmethod
    def pause() -> None:
        """Between two counts of one stock: longer than an index lags behind its table."""
        time.sleep(_BETWEEN_COUNTS_SECONDS)

    @property
    def breaker_recovery(self) -> timedelta:
        """How long a provider that does not answer is left alone."""
        return self._settings.breaker_recovery

    @property
    def secrets_kept(self) -> timedelta:
        """How long the door may go on accepting a secret that was retired."""
        return self._settings.secrets_kept

    @cached_property
    def count_hits(self) -> "CountHits":
        from orderloom.services.count_hits import CountHits

        return CountHits(self.secret_hits)

    def stock_growth(self, tenant_id: str) -> StockGrowth:
        from orderloom.services.grow_stock import GrowStock

        return GrowStock(catalogue=self.catalogue(tenant_id), clock=self.clock)

    @cached_property
    def observe_rates(self) -> "ObserveRates":
        from orderloom.services.observe_rates import SAMPLE, ObserveRates

        number = self._settings.number
        return ObserveRates(
            rates_for=self.rates,
            random_below=secrets.randbelow,
            sample=int(number("rate_sample", SAMPLE)),
            order_list=ORDER_LIST.with_per_shard(
                number("orders_per_list_shard", ORDER_LIST.per_shard)
            ),
            stock=STOCK.with_per_shard(number("reservations_per_counter", STOCK.per_shard)),
        )

    def operator_key(self) -> str:
        """The operators' whole API key, `olo_` included."""
        return f"olo_{self._secret('operator_key_secret_id')}"

    @property
    def cursors(self) -> CursorSeal:
        from orderloom.adapters.signed_cursors import SignedCursors

        return SignedCursors(self._secret("cursor_key_secret_id"))

    def _secret(self, setting: str) -> str:
        from aws_lambda_powertools.utilities import parameters

        return str(parameters.get_secret(self._settings[setting], max_age=_SECRET_SECONDS))


_held: list[Container] = []


def container() -> Container:
    """This execution environment's container."""
    if not _held:
        _held.append(Container(Settings.from_environment()))
    return _held[0]


def use(replacement: Container | None) -> None:
    """Make `replacement` the container from now on; None: made from the environment anew."""
    _held[:] = [replacement] if replacement else []
