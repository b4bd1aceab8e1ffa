"""HTTP for providers without an SDK: pooled, bounded in time and size, errors in our words.

What is not a usable answer is an unknown outcome (`ProviderUnavailable`): no connection, no
answer in time, 408, 429, 5xx, a redirect, HTML, an empty or a cut-off body. Only a readable
4xx is a definite no. Messages hold the operation and codes, never a body, a header or an
address typed by a shopper.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from orderloom.adapters.polite_retry import polite_retry
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable

TIMEOUT_SECONDS = (3.0, 8.0)
"""To connect, and between two reads."""

_MAX_BYTES = 16 * 1024 * 1024
_UNAUTHORISED = frozenset({401, 403})
_UNKNOWN_OUTCOME = frozenset({408, 425, 429})
_MISSING = 404

Answer = dict[str, Any]


@dataclass(frozen=True)
class VendorError:
    """A provider's error: its `code`, and a `detail` that is safe to log."""

    code: str
    detail: str


class ProviderHttp:
    """`headers` carry the credentials; they go to `base_url` only.

    `unknown_outcome`: further statuses that are no definite no at this provider.
    """

    def __init__(
        self,
        *,
        provider: str,
        base_url: str,
        headers: Mapping[str, str],
        read_error: Callable[[Answer], VendorError],
        unknown_outcome: Iterable[int] = (),
        session: requests.Session | None = None,
    ) -> None:
        self._provider = provider
        self._base_url = base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **headers}
        self._read_error = read_error
        self._unknown_outcome = _UNKNOWN_OUTCOME.union(unknown_outcome)
        self._session = session or pooled_session()

    def json(
        self,
        operation: str,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A JSON object, its decimals as Decimal. `path` starts with a slash.

        Raises ProviderUnavailable, ProviderRefused, CredentialsRejected.
        """
        status, answer = self._exchange(operation, method, path, body, headers)
        self._raise_for(operation, status, answer)
        return answer

    def json_or_none(self, operation: str, path: str) -> Answer | None:
        """As `json` with GET, but None where the provider knows no such thing."""
        status, answer = self._exchange(operation, "GET", path)
        if status == _MISSING:
            return None
        self._raise_for(operation, status, answer)
        return answer

    def download(self, operation: str, url: str, *, magic: bytes) -> bytes:
        """A document that must begin with `magic`; fetched without credentials."""
        own = urlsplit(self._base_url)
        target = urlsplit(url)
        if target.scheme != "https" and target[:2] != own[:2]:
            raise self._unavailable(operation, "document at an address not to be trusted")
        status, _, content = self._send(operation, "GET", url, headers={})
        if status != requests.codes.ok or not content.startswith(magic):
            raise self._unavailable(operation, f"no such document, status {status}")
        return content

    @contextmanager
    def understanding(self, operation: str) -> Iterator[None]:
        """An answer that lacks what it promises is as good as none."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            raise self._unavailable(operation, f"answer not understood ({exc!r})") from exc

    def _exchange(
        self,
        operation: str,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Answer]:
        url = self._base_url + path
        sent = {**self._headers, **(headers or {})}
        status, content_type, content = self._send(operation, method, url, sent, body)
        return status, self._parsed(operation, status, content_type, content)

    def _parsed(self, operation: str, status: int, content_type: str, content: bytes) -> Answer:
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type == "application/json" or media_type.endswith("+json"):
            try:
                answer = json.loads(content, parse_float=Decimal)
            except (ValueError, RecursionError):
                answer = None
            if isinstance(answer, dict):
                return answer
        raise self._unavailable(operation, f"status {status} with an unusable body")

    def _raise_for(self, operation: str, status: int, answer: Answer) -> None:
        if status < requests.codes.multiple_choices:
            return
        with self.understanding(operation):
            error = self._read_error(answer)
        if status >= requests.codes.server_error or status in self._unknown_outcome:
            raise self._unavailable(operation, f"status {status} {error.code}")
        if status < requests.codes.bad_request:
            raise self._unavailable(operation, f"redirected, status {status}")
        refusal = CredentialsRejected if status in _UNAUTHORISED else ProviderRefused
        raise refusal(self._provider, operation, error.code, error.detail)

    def _send(
        self,
        operation: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: object = None,
    ) -> tuple[int, str, bytes]:
        try:
            with self._session.request(
                method,
                url,
                headers=headers,
                json=body,
                timeout=TIMEOUT_SECONDS,
                stream=True,  # so that the size is bounded while reading
                allow_redirects=not headers,  # requests would take our credentials along
            ) as response:
                content = bytearray()
                for chunk in response.iter_content(64 * 1024):
                    content += chunk
                    if len(content) > _MAX_BYTES:
                        raise self._unavailable(operation, "answer too large")
                content_type = response.headers.get("Content-Type", "")
                return response.status_code, content_type, bytes(content)
        except requests.RequestException as exc:
            raise self._unavailable(operation, type(exc).__name__) from exc

    def _unavailable(self, operation: str, detail: str) -> ProviderUnavailable:
        return ProviderUnavailable(self._provider, operation, detail)


def pooled_session() -> requests.Session:
    """Connections are kept; failed idempotent calls are repeated (see `polite_retry`)."""
    session = requests.Session()
    adapter = HTTPAdapter(pool_maxsize=4, max_retries=polite_retry())
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
