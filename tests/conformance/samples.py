"""Response samples of the contracts, whichever there are, and how they are tried."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from orderloom.errors import OrderloomError, ProviderRefused, ProviderUnavailable, RateLimited

from tests.conformance.counts import COUNTS

_NAMED = re.compile(r"(?P<operation>.+?)__response_(?P<status>\d{3})(?:__.+)?\.(?:json|txt)")


@dataclass(frozen=True)
class Sample:
    """`operation` is what stands before the status in the file's name."""

    path: Path
    operation: str
    status: int

    def __str__(self) -> str:
        return self.path.name

    @property
    def answer(self) -> tuple[int, Any]:
        return self.status, json.loads(self.path.read_text())


def named_samples(folder: Path, operations: str) -> list[Sample]:
    """Files such as `labels__response_200.json` of the operations that match a pattern."""
    found = []
    for path in sorted(folder.glob("*__response_*")):
        name = _NAMED.fullmatch(path.name)
        if name and re.fullmatch(operations, name["operation"]):
            found.append(Sample(path, name["operation"], int(name["status"])))
    return found


@contextmanager
def decoding(status: int) -> Iterator[None]:
    """What is done inside must end as that status says."""
    if status < 300:
        yield
    else:
        with pytest.raises(OrderloomError) as caught:
            yield
        assert isinstance(caught.value, _error_of(status))
    COUNTS.responses_decoded += 1


def _error_of(status: int) -> type[OrderloomError]:
    if status == 429:
        return RateLimited
    return ProviderRefused if status < 500 else ProviderUnavailable
