"""The samples of a carrier's answers, by what they answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from orderloom.errors import (
    CredentialsRejected,
    OrderloomError,
    ProviderRefused,
    ProviderUnavailable,
)

from tests.unit.adapters.papers import b64, gif, pdf

_CUT = "<<truncated"
_MADE_BY_OTHERS = "karrio_model"
_STATUS = re.compile(r"__response_(\d{3})__")


def samples(folder: Path, *keys: str) -> list[Any]:
    """Files that hold all of `keys`, as parameters; requests and others' models are left out.

    By what is in them, not by their names: more of the same kind may be put beside them.
    """
    found = [
        pytest.param(path, id=path.stem[-60:])
        for path in sorted(folder.rglob("*.json"))
        if _MADE_BY_OTHERS not in path.parts
        and "__request__" not in path.name
        and all(f'"{key}"' in path.read_text(encoding="utf-8") for key in keys)
    ]
    return found or [pytest.param(None, marks=pytest.mark.skip(reason=f"no sample of {keys}"))]


def objects(path: Path) -> Iterator[Any]:
    """One file may hold an answer or a list of them; a cut-off document is replaced by ours."""
    sample = _mended(json.loads(path.read_text(encoding="utf-8")))
    yield from (each for each in (sample if isinstance(sample, list) else [sample]) if each)


def status_of(path: Path, *, otherwise: int = 200) -> int:
    """As the name says it."""
    found = _STATUS.search(path.name)
    return int(found[1]) if found else otherwise


def error_for(status: int) -> type[OrderloomError]:
    if status >= 500:
        return ProviderUnavailable
    return CredentialsRejected if status in {401, 403} else ProviderRefused


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _mended(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if not isinstance(value, str) or not value.startswith(_CUT):
        return value
    return b64(gif() if "R0lGOD" in value else pdf())
