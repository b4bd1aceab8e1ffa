"""The log as text; metrics are flushed by the handlers, and here nobody asks for them."""

import io
from collections.abc import Iterator

import pytest
from orderloom.http.telemetry import metrics

from tests.unit.http.logs import captured


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    with captured() as text:
        yield text
    metrics.clear_metrics()
