"""The log of the HTTP functions as text."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from orderloom.http.telemetry import logger


@contextmanager
def captured() -> Iterator[io.StringIO]:
    """Powertools wrote to the standard output of the day it was imported."""
    handler, text = logger.registered_handler, io.StringIO()
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(text)
    yield text
    handler.setStream(before)
    logger.clear_state()
