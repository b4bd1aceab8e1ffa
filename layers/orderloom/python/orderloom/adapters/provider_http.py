"""JSON over HTTP for providers without an SDK, errors in our words.

What is not a usable answer is an unknown outcome (`ProviderUnavailable`): no connection, no
answer in time, 408, 5xx, a redirect, HTML, an empty or a cut-off body; 429 too, which is
`RateLimited`. Only a readable 4xx is a definite no. Messages hold the operation and codes,
never a body, a header or an address typed by a shopper.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests

from orderloom.adapters.bounded_http import BoundedHttp, Received
from orderloom.adapters.provider_login import FixedLogin, Login
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)

_UNAUTHORISED = frozenset({401, 403})
_UNKNOWN_OUTCOME = frozenset({408, 425})

Answer = dict[str, Any]


@dataclass(frozen=True)
class VendorError:
    """A provider's error: its `code`, and a `detail` that is safe to log."""

    code: str
    detail: str


class ProviderHttp:
    """`login` goes to `base_url` only; `headers` are sent with every request there.

    `unknown_outcome`: further statuses that are no definite no at this provider.
    `before_each`: called with the operation before every request of it, as for a budget of calls.
    """

    media_types: ClassVar[Mapping[str, Callable[[bytes, str], Answer]]] = {}
    """How answers that are no JSON are read, from content and content type. Raises ValueError."""

    def __init__(
        self,
        *,
        provider: str,
        base_url: str,
        login: Login | None = None,
        headers: Mapping[str, str] | None = None,
        read_error: Callable[[Answer], VendorError],
        unknown_outcome: Iterable[int] = (),
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._provider = provider
        self._base_url = base_url.rstrip("/")
        self._login = login or FixedLogin({})
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._read_error = read_error
        self._unknown_outcome = _UNKNOWN_OUTCOME.union(unknown_outcome)
        self._http = BoundedHttp(provider, before_each=before_each, session=session)

    def json(
        self,
        operation: str,
        method: str,
        path: str,
        body: object = None,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A JSON object, its decimals as Decimal. `path` starts with a slash.

        `body` is sent as JSON, `form` as a form. Raises ProviderUnavailable, RateLimited,
        ProviderRefused, CredentialsRejected.
        """
        received = self._exchange(operation, method, path, body, form, headers)
        return self._understood(operation, received)

    def json_or_none(
        self, operation: str, path: str, *, headers: Mapping[str, str] | None = None
    ) -> Answer | None:
        """As `json` with GET, but None where the provider knows no such thing."""
        received = self._exchange(operation, "GET", path, headers=headers)
        if received.status == requests.codes.not_found:
            self._parsed(operation, received)
            return None
        return self._understood(operation, received)

    def download(self, operation: str, url: str, *, magic: bytes | tuple[bytes, ...]) -> bytes:
        """A document that must begin with `magic` (or one of them); fetched without credentials."""
        own = urlsplit(self._base_url)
        target = urlsplit(url)
        if target.scheme != "https" and target[:2] != own[:2]:
            raise self._unavailable(operation, "document at an address not to be trusted")
        received = self._http.send(operation, "GET", url, headers={})
        if received.status != requests.codes.ok or not received.content.startswith(magic):
            raise self._unavailable(operation, f"no such document, status {received.status}")
        return received.content

    @contextmanager
    def understanding(self, operation: str) -> Iterator[None]:
        """An answer that lacks what it promises is as good as none."""
        try:
            yield
        except (LookupError, TypeError, ValueError, AttributeError) as exc:
            raise self._unavailable(operation, f"answer not understood ({exc!r})") from exc

    def _exchange(
        self,
        operation: str,
        method: str,
        path: str,
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Received:
        """401 means that nothing was done: with another token, the same is asked again."""
        for again in (True, False):
            sent = {**self._headers, **self._login.headers(), **(headers or {})}
            url = self._base_url + path
            received = self._http.send(operation, method, url, sent, body, form)
            renewable = again and received.status == requests.codes.unauthorized
            if not (renewable and self._login.renew()):
                break
        return received

    def _understood(self, operation: str, received: Received) -> Answer:
        status = received.status
        if status == requests.codes.too_many_requests:  # some providers' are not even JSON
            limit = self._limit(received)
            raise RateLimited(self._provider, operation, limit, received.retry_after)
        answer = self._parsed(operation, received)
        if status < requests.codes.multiple_choices:
            return answer
        with self.understanding(operation):
            error = self._read_error(answer)
        if status >= requests.codes.server_error or status in self._unknown_outcome:
            raise self._unavailable(operation, f"status {status} {error.code}")
        if status < requests.codes.bad_request:
            raise self._unavailable(operation, f"redirected, status {status}")
        refusal = CredentialsRejected if status in _UNAUTHORISED else ProviderRefused
        raise refusal(self._provider, operation, error.code, error.detail)

    def _limit(self, received: Received) -> str:
        """Whose limit it was, where the answer says: aggregators pass those of others on."""
        try:
            error = self._read_error(_json(received.content, ""))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return "too many calls"
        return f"too many calls: {error.code} {error.detail}".strip()

    def _parsed(self, operation: str, received: Received) -> Answer:
        content_type = received.headers.get("Content-Type", "")
        media_type = content_type.partition(";")[0].strip().lower()
        read = self.media_types.get(media_type)
        if media_type == "application/json" or media_type.endswith("+json"):
            read = _json
        try:
            answer = read(received.content, content_type) if read else None
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            return answer
        raise self._unavailable(operation, f"status {received.status} with an unusable body")

    def _unavailable(self, operation: str, detail: str) -> ProviderUnavailable:
        return ProviderUnavailable(self._provider, operation, detail)


def _json(content: bytes, _content_type: str) -> Any:  # noqa: ANN401 - unchecked JSON
    return json.loads(content, parse_float=Decimal)
