"""Copying, pruning and fingerprinting folders."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_below(folder: Path) -> Iterator[Path]:
    """Every source file below a folder, in one order, without bytecode."""
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )


def fingerprint(*, files: Iterable[Path], facts: Iterable[str]) -> str:
    """One hash over names and contents of files, and over facts about the build."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for file in files:
        digest.update(file.name.encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def copy_sources(source: Path, destination: Path) -> None:
    """Copy a folder's files, leaving bytecode of the development Python behind."""
    for file in files_below(source):
        copy = destination / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def prune(folder: Path, patterns_file: Path) -> None:
    """Remove what the patterns in a file name; lines beginning with # are comments."""
    lines = (line.strip() for line in patterns_file.read_text().splitlines())
    for pattern in (line for line in lines if line and not line.startswith("#")):
        for found in sorted(folder.glob(pattern)):
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink()
