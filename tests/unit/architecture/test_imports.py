"""Dependencies point inward: domain ← ports ← services ← adapters ← functions."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "layers" / "orderloom" / "python" / "orderloom"
INNERMOST = {"orderloom.errors", "orderloom.keys"}

# What each ring may import: our own modules by prefix, other packages by name.
RINGS: dict[str, tuple[set[str], set[str]]] = {
    "domain": ({"orderloom.domain", "orderloom.errors"}, {"pydantic"}),
    "ports": ({"orderloom.domain", "orderloom.ports", "orderloom.errors"}, set()),
    "services": (
        {"orderloom.domain", "orderloom.ports", "orderloom.services", *INNERMOST},
        {"pydantic", "tenacity"},
    ),
}
VENDORS = {"boto3", "botocore", "pynamodb", "stripe", "requests", "urllib3"}
MAY_NAME_VENDORS = {"adapters"}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def modules_of(ring: str) -> list[Path]:
    return sorted((PACKAGE / ring).rglob("*.py"))


@pytest.mark.parametrize("ring", RINGS)
def test_a_ring_imports_only_what_lies_inside_it(ring: str) -> None:
    own, others = RINGS[ring]
    files = modules_of(ring)
    assert files
    outward = [
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in files
        for name in imports(file)
        if not _allowed(name, own, others)
    ]
    assert outward == []


def _allowed(name: str, own: set[str], others: set[str]) -> bool:
    top = name.partition(".")[0]
    if top == "orderloom":
        return any(name == prefix or name.startswith(f"{prefix}.") for prefix in own)
    return top in sys.stdlib_module_names or top in others


def test_only_adapters_name_a_vendor() -> None:
    named = [
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in MAY_NAME_VENDORS
        for name in imports(file)
        if name.partition(".")[0] in VENDORS
    ]
    assert named == []


def test_functions_are_entry_points_only() -> None:
    handlers = sorted((ROOT / "functions").glob("*/*"))
    assert handlers
    assert [str(path) for path in handlers if path.name not in {"handler.py", "__pycache__"}] == []
    too_long = [
        path for path in handlers if path.is_file() and len(path.read_text().splitlines()) > 60
    ]
    assert too_long == []


def test_only_keys_builds_a_key() -> None:
    """A key's prefix in any other module would be a key built by hand."""
    prefixes = ("T#", "ORD#", "EVENT#", "KEY#", "PARK#", "REF#", "SKU#", "IDEM#")
    offenders = [
        f"{file.relative_to(PACKAGE)}: {node.value!r}"
        for file in PACKAGE.rglob("*.py")
        if file.name != "keys.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(prefixes)
    ]
    assert offenders == []
