"""Loads handlers as Lambda does, over a container of fakes."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from orderloom import bootstrap

from tests.unit.http.memory import MemoryContainer


def load_handler(name: str) -> ModuleType:
    path = Path(__file__).parents[3] / "functions" / name / "handler.py"
    spec = importlib.util.spec_from_file_location(f"{name}_handler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def held(container: MemoryContainer) -> Iterator[None]:
    """The composition root's container is `container` inside."""
    bootstrap.use(cast("Any", container))
    try:
        yield
    finally:
        bootstrap.use(None)
