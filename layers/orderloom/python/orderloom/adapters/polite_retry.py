"""Repeating failed calls to a provider inside one step: only what is harmless, only for seconds."""

from typing import TYPE_CHECKING, Any

from urllib3.exceptions import MaxRetryError, ResponseError
from urllib3.util import Retry

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_LONGEST_WAIT_SECONDS = 5
_ATTEMPTS_AFTER_THE_FIRST = 2


class PoliteRetry(Retry):
    """Gives up at once when told to come back later than it can wait.

    Repeating sooner than `Retry-After` says would only lengthen the ban.
    """

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: "BaseHTTPResponse | None" = None,
        error: Exception | None = None,
        _pool: Any = None,  # noqa: ANN401 - urllib3's signature
        _stacktrace: Any = None,  # noqa: ANN401 - urllib3's signature
    ) -> "PoliteRetry":
        if response is not None and (self.get_retry_after(response) or 0) > _LONGEST_WAIT_SECONDS:
            raise MaxRetryError(_pool, url or "", ResponseError("told to wait for long"))
        return super().increment(method, url, response, error, _pool, _stacktrace)


def polite_retry() -> PoliteRetry:
    """GET (reading) and PUT (voiding) are repeated, with jitter; a purchase or a refund never is.

    A connection that could not be made is tried again for every method: nothing was sent.
    """
    return PoliteRetry(
        total=_ATTEMPTS_AFTER_THE_FIRST,
        allowed_methods=frozenset({"GET", "PUT"}),
        status_forcelist=(429, 500, 502, 503, 504),
        backoff_factor=0.3,
        backoff_jitter=0.3,
        raise_on_status=False,
    )
