"""A transport for requests that answers from a script; no socket is opened."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict


@dataclass
class Scripted(BaseAdapter):
    """Answers `(status, body)` in turn, JSON unless the body is bytes; keeps what was asked."""

    answers: list[Any]
    content_type: str = "application/json"
    location: str | None = None
    calls: list[requests.PreparedRequest] = field(default_factory=list)

    def send(  # type: ignore[override]  # the options are the transport's business
        self, request: requests.PreparedRequest, **_options: object
    ) -> requests.Response:
        self.calls.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        response = requests.Response()
        response.status_code = status
        response.request = request
        response.url = str(request.url)
        response.headers = CaseInsensitiveDict({"Content-Type": self.content_type})
        if self.location:
            response.headers["Location"] = self.location
        response.raw = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        return response

    def close(self) -> None:
        """Nothing is open."""

    @property
    def asked(self) -> list[tuple[str | None, str]]:
        return [(call.method, str(call.path_url)) for call in self.calls]

    def session(self) -> requests.Session:
        session = requests.Session()
        session.mount("http://", self)
        session.mount("https://", self)
        return session
