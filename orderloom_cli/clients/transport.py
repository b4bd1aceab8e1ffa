"""Sending one HTTP request: a port, and its adapter over `requests`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from orderloom_cli.errors import UnreachableError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Request:
    """`body` is sent as it is."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Reply:
    """`headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport(Protocol):
    """Anything that can carry a request; raises UnreachableError when no answer comes."""

    def send(self, request: Request) -> Reply: ...


class _KeepHeaders(requests.auth.AuthBase):
    """Stops `requests` from replacing our Authorization header by one from ~/.netrc."""

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        return prepared


class HttpTransport:
    """Keeps connections open; asks proxies for the way, except to this machine."""

    def __init__(self, timeout_seconds: float = 40.0) -> None:
        self._timeout = timeout_seconds
        self._remote = _session()
        self._local = _session()
        self._local.trust_env = False

    def send(self, request: Request) -> Reply:
        near = urlsplit(request.url).hostname in _LOOPBACK
        session = self._local if near else self._remote
        try:
            answer = session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                timeout=self._timeout,
                allow_redirects=False,
                auth=_KeepHeaders(),
            )
        except requests.RequestException as exc:
            raise UnreachableError(request.url, _reason(exc)) from exc
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, headers, answer.content)


def _session() -> requests.Session:
    session = requests.Session()
    # A kept connection may be closed at the other end just as it is used again. What may
    # be repeated is; a lost POST is the caller's to judge.
    again = Retry(total=2, status=0, backoff_factor=0.1, allowed_methods=["GET", "PUT"])
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=again))
    return session


def _reason(error: requests.RequestException) -> str:
    match error:
        case requests.Timeout():
            return "timed out"
        case requests.ConnectionError():
            return "connection refused or lost"
        case _:
            return type(error).__name__
