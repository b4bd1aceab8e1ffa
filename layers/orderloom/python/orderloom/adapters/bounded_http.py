"""One HTTP request to a provider: pooled, bounded in time and size, repeated where harmless."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from requests.adapters import HTTPAdapter

from orderloom.adapters.polite_retry import ToldToWait, polite_retry
from orderloom.errors import ProviderUnavailable, RateLimited

TIMEOUT_SECONDS = (3.0, 8.0)
"""To connect, and between two reads."""

_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def retry_after(self) -> float | None:
        """`Retry-After` in seconds, where it is said in seconds."""
        told = self.headers.get("Retry-After", "")
        return float(told) if told.isascii() and told.isdigit() else None


class BoundedHttp:
    """`before_each` is called with the operation before every request of it, as for a budget."""

    def __init__(
        self,
        provider: str,
        *,
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._provider = provider
        self._before_each = before_each
        self._session = session or pooled_session()

    def send(
        self,
        operation: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Received:
        """Raises ProviderUnavailable, RateLimited."""
        if self._before_each:
            self._before_each(operation)
        try:
            with self._session.request(
                method,
                url,
                headers=headers,
                json=body,
                data=form,
                timeout=TIMEOUT_SECONDS,
                stream=True,  # so that the size is bounded while reading
                allow_redirects=not headers,  # requests would take our credentials along
            ) as response:
                content = bytearray()
                for chunk in response.iter_content(64 * 1024):
                    content += chunk
                    if len(content) > _MAX_BYTES:
                        raise ProviderUnavailable(self._provider, operation, "answer too large")
                return Received(response.status_code, response.headers, bytes(content))
        except requests.exceptions.RetryError as exc:
            reason = getattr(exc.args[0] if exc.args else None, "reason", None)
            if isinstance(reason, ToldToWait):
                wait = reason.seconds
                raise RateLimited(self._provider, operation, str(reason), wait) from exc
            raise ProviderUnavailable(self._provider, operation, type(exc).__name__) from exc
        except requests.RequestException as exc:
            raise ProviderUnavailable(self._provider, operation, type(exc).__name__) from exc


def pooled_session() -> requests.Session:
    """Connections are kept; failed idempotent calls are repeated (see `polite_retry`)."""
    session = requests.Session()
    adapter = HTTPAdapter(pool_maxsize=4, max_retries=polite_retry())
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
