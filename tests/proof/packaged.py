"""The product's code as the emulator unpacked it for its workers: a copy, to be spoilt and mended.

The working tree and the built layer are never written to.
"""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.paths import EMULATOR_PYTHON
from orderloom_cli.local.emulator import temporary_files

_COMPILE = (
    "import sys, py_compile as p; [p.compile(f, doraise=True, "
    "invalidation_mode=p.PycInvalidationMode.UNCHECKED_HASH) for f in sys.argv[1:]]"
)


@dataclass(frozen=True)
class Edit:
    """Replaces one passage of one file below the package `orderloom`."""

    file: str
    old: str
    new: str

    def of(self, text: str) -> str:
        """Raises ValueError when the passage is not there exactly once: the product changed."""
        if text.count(self.old) != 1:
            raise ValueError(f"{text.count(self.old)} times in {self.file}: {self.old}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class PackagedCode:
    """`folder`: the unpacked layer's package `orderloom`."""

    folder: Path

    @classmethod
    def below(cls, environment: Path) -> "PackagedCode":
        """Of a running environment; some function has to have run."""
        unpacked = temporary_files(environment).glob("ministack-layer-*/python/orderloom")
        (folder,) = [each for each in unpacked if each.parent.parent.suffix != ".partial"]
        return cls(folder)

    @contextmanager
    def changed(self, edits: Sequence[Edit]) -> Iterator[None]:
        """Workers that start within the block run the changed code."""
        before = {self.folder / edit.file: (self.folder / edit.file).read_text() for edit in edits}
        try:
            for edit in edits:
                file = self.folder / edit.file
                file.write_text(edit.of(file.read_text()))
            self._compile(list(before))
            yield
        finally:
            for file, text in before.items():
                file.write_text(text)
            self._compile(list(before))

    @staticmethod
    def _compile(files: Sequence[Path]) -> None:
        command = [str(EMULATOR_PYTHON), "-c", _COMPILE, *map(str, files)]
        subprocess.run(command, check=True)
