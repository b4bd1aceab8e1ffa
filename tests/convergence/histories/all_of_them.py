"""Every history there is: each module beside this one tells some."""

import importlib
import pkgutil
from pathlib import Path

from tests.convergence.history import History, registry


def all_histories() -> dict[str, History]:
    """By name, in alphabetical order."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"tests.convergence.histories.{module.name}")
    return dict(sorted(registry().items()))
