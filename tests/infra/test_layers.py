"""Opens the layers that are really deployed."""

import marshal
import struct
import subprocess
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

import pytest

from infra.paths import EMULATOR_PYTHON
from tests.infra.conftest import Assembly

UNZIPPED_LIMIT = 250 * 1024 * 1024
UNCHECKED_HASH = 0b01
# Lib/importlib/_bootstrap_external.py of CPython 3.13: MAGIC_NUMBER.
PYTHON_3_13 = (3571).to_bytes(2, "little") + b"\r\n"
AARCH64, ELF = 183, b"\x7fELF"


@pytest.fixture(params=["local", "prod"])
def assembly(request: pytest.FixtureRequest) -> Assembly:
    found: Assembly = request.getfixturevalue(request.param)
    return found


def bytecode_of(source: Path, tag: str) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"


def emulators(expression: str) -> str:
    done = subprocess.run(
        [EMULATOR_PYTHON, "-c", f"import sys, importlib.util; print({expression})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def assert_valid_bytecode(layer: Path, *, tag: str, magic: bytes) -> None:
    sources = sorted(layer.rglob("*.py"))
    assert sources
    for source in sources:
        header = bytecode_of(source, tag).read_bytes()[:8]
        assert header[:4] == magic, source
        assert struct.unpack("<I", header[4:]) == (UNCHECKED_HASH,), source
    assert len(list(layer.rglob("*.pyc"))) == len(sources)


def test_bytecode_for_lambda_is_python_3_13_and_checks_no_source(prod: Assembly) -> None:
    for layer in prod.layer_folders().values():
        assert_valid_bytecode(layer, tag="cpython-313", magic=PYTHON_3_13)


def test_local_bytecode_is_of_the_emulators_python(local: Assembly) -> None:
    tag = emulators("sys.implementation.cache_tag")
    magic = bytes.fromhex(emulators("importlib.util.MAGIC_NUMBER.hex()"))
    for layer in local.layer_folders().values():
        assert_valid_bytecode(layer, tag=tag, magic=magic)


def test_bytecode_names_files_as_they_lie_in_lambda(local: Assembly) -> None:
    tag = emulators("sys.implementation.cache_tag")
    source = local.layer_folders()["The orderloom package"] / "python/orderloom/__init__.py"
    content = bytecode_of(source, tag).read_bytes()
    if content[:4] != MAGIC_NUMBER:
        pytest.skip("the emulator runs on another Python than the tests")
    code = marshal.loads(content[16:])  # noqa: S302 - built a moment ago
    assert isinstance(code, CodeType)
    assert code.co_filename == "/opt/python/orderloom/__init__.py"


def test_what_the_lambda_runtime_brings_is_left_out(assembly: Assembly) -> None:
    packages = assembly.layer_folders()["Locked runtime packages"] / "python"
    present = {entry.name for entry in packages.iterdir()}
    assert present.isdisjoint({"boto3", "botocore", "s3transfer"})
    assert {"stripe", "pydantic", "pynamodb", "aws_lambda_powertools"} <= present


def test_no_tests_and_no_console_scripts(assembly: Assembly) -> None:
    packages = assembly.layer_folders()["Locked runtime packages"] / "python"
    assert not [found for found in packages.rglob("tests") if found.is_dir()]
    assert not (packages / "bin").exists()


def test_extension_modules_for_lambda_are_arm64(prod: Assembly) -> None:
    packages = prod.layer_folders()["Locked runtime packages"]
    modules = sorted(packages.rglob("*.so*"))
    assert modules
    for module in modules:
        header = module.read_bytes()[:20]
        assert header.startswith(ELF)
        assert int.from_bytes(header[18:20], "little") == AARCH64, module


def test_the_layers_fit_into_a_function(assembly: Assembly) -> None:
    size = sum(
        file.stat().st_size
        for layer in assembly.layer_folders().values()
        for file in layer.rglob("*")
        if file.is_file()
    )
    assert size < UNZIPPED_LIMIT


def test_functions_hold_their_entry_point_only(assembly: Assembly) -> None:
    for function in assembly.of_type("AWS::Lambda::Function").values():
        asset = assembly.asset(function["Properties"]["Code"])
        assert [file.name for file in asset.rglob("*")] == ["handler.py"]
