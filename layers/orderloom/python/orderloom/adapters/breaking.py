"""A circuit breaker around any port to a provider: Powertools' own, per tenant's account.

While a circuit is open no call is made and ProviderPaused is raised at once. After a while one
caller, elected through the table, may try; its success closes the circuit for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    CircuitTransition,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence.base import (
    CircuitBreakerPersistenceLayer,
)

from orderloom.adapters.dynamodb.breaker_store import circuit_name
from orderloom.adapters.wrapping import wrapped
from orderloom.errors import OutOfTurns, ProviderPaused, ProviderRefused, ProviderUnavailable

FAILURES = 5
"""In a row, in one execution environment: an answer between them starts the count again."""

_STATE_KEPT_SECONDS = 5

P = TypeVar("P")


@dataclass(frozen=True)
class _Refused:
    """A definite no is an answer: the provider is there."""

    error: ProviderRefused


class _NotAskedError(Exception):
    """Our own limit kept the call back, which says nothing of the provider."""

    def __init__(self, error: OutOfTurns) -> None:
        super().__init__(str(error))
        self.error = error


class Breakers:
    """Makes guarded ports. `recovery`: how long an open circuit rests before one call is tried."""

    def __init__(
        self,
        store: CircuitBreakerPersistenceLayer,
        *,
        recovery: timedelta,
        tell: Callable[[CircuitTransition], None],
    ) -> None:
        self._store = store
        self._tell = tell
        self._config = CircuitBreakerConfig(
            failure_threshold=FAILURES,
            recovery_timeout=max(1, int(recovery.total_seconds())),
            # One good answer is enough: those who wait come back spread over minutes.
            success_threshold=1,
            handled_exceptions=ProviderUnavailable,
            local_cache_max_age=min(_STATE_KEPT_SECONDS, int(recovery.total_seconds())),
        )

    def guarded(self, port: Callable[..., P], inner: object, *, tenant_id: str, provider: str) -> P:
        """`inner`, whose methods of the class `port` go through the circuit of the account.

        They raise ProviderPaused beside what they raise. What is no method is as `inner` has it.
        """
        return wrapped(port, inner, partial(self._call, circuit_name(tenant_id, provider)))

    def _call(self, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - any method's
        protect = circuit_breaker(
            name=name,
            persistence_store=self._store,
            on_transition=self._tell,
            config=self._config,
        )
        try:
            answer = protect(partial(_answered, call))()
        except CircuitBreakerOpenError as exc:
            provider = name.partition(":")[2]
            raise ProviderPaused(provider, "any call", "it does not answer at present") from exc
        except _NotAskedError as exc:
            raise exc.error from exc
        if isinstance(answer, _Refused):
            raise answer.error
        return answer


def _answered(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - any method's
    try:
        return call()
    except ProviderRefused as exc:
        return _Refused(exc)
    except OutOfTurns as exc:
        raise _NotAskedError(exc) from exc
