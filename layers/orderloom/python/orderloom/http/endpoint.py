"""An address of the API: what it takes, what it answers, who does the work."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from orderloom.http.inputs import Input, Nothing
from orderloom.http.outputs import Output
from orderloom.http.problems import Kind

B = TypeVar("B", bound=Input)
Q = TypeVar("Q", bound=Input)


@dataclass(frozen=True)
class Call(Generic[B, Q]):
    """A validated request.

    Attributes:
        tenant_id: whom the caller may act for; empty on the operators' own API.
        path: the variable parts of the path, as sent.
        headers: lower-case names.
    """

    tenant_id: str
    path: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: B
    query: Q


@dataclass(frozen=True)
class Reply:
    """A success."""

    status: int
    document: Output
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Endpoint(Generic[B, Q]):
    """One method of one path.

    Attributes:
        path: with `{names}` of its variable parts.
        replies: description of each success, by status.
        refusals: problems beyond those every endpoint may answer with.
        request_headers: descriptions of the required ones, by name.
    """

    method: str
    path: str
    name: str
    summary: str
    answer: Callable[[Call[B, Q]], Reply]
    output: type[Output]
    replies: Mapping[int, str]
    refusals: tuple[Kind, ...] = ()
    body: type[B]
    query: type[Q]
    request_headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_body(self) -> bool:
        return self.body is not Nothing

    def is_at(self, path: str) -> bool:
        """Whether a request's path is this one, whole."""
        return re.fullmatch(re.sub(r"\{\w+\}", r"[^/\\n]+", self.path), path) is not None


AnyEndpoint = Endpoint[Any, Any]
