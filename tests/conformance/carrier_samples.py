"""The samples of a carrier's answers, by what they answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.unit.adapters.papers import b64, pdf

_CUT = "<<truncated"


def answers(folder: Path, *marks: str) -> list[Path]:
    """JSON files whose path holds all of `marks`; files made by others' models are left out."""
    found = sorted(folder.rglob("*.json"))
    return [
        path
        for path in found
        if "karrio_model" not in path.parts and all(mark in _name(folder, path) for mark in marks)
    ]


def whole(path: Path) -> Any:
    """The sample, with a document of ours where one was cut short in the collection."""
    return _mended(json.loads(path.read_text(encoding="utf-8")))


def objects(sample: Any) -> Iterator[dict[str, Any]]:
    """One file may hold one answer or a list of them."""
    yield from (each for each in (sample if isinstance(sample, list) else [sample]) if each)


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _mended(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_mended(each) for each in value]
    return b64(pdf()) if isinstance(value, str) and value.startswith(_CUT) else value


def _name(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder))
