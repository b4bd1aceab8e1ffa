"""Where the providers' contracts are: outside the project, and perhaps absent."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("ORDERLOOM_CONTRACTS", "../shared/contracts"))


def required(part: str) -> Path:
    """A part of the contracts; skips the module, saying so, where it is absent."""
    found = FOLDER / part
    if not found.exists():
        reason = f"no contracts at {found} (set ORDERLOOM_CONTRACTS)"
        print(reason)  # noqa: T201 - a skipped conformance run must not look like a passed one
        pytest.skip(reason, allow_module_level=True)
    return found
