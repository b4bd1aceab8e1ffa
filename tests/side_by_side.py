"""`make test`: every suite, the deployed stack's beside all others.

The stack's tests wait most of the time, so several of their files run at once, and meanwhile what
only computes. What a part says is shown whole once it is over, never mixed with another's; until
then it is in build/test. Any part that fails fails the run, after all have ended.

Tests marked `alone` come at the end, with nothing beside them.
"""

import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.paths import BUILD, ROOT
from orderloom_cli.local.processes import die_with_parent

_NOTHING_COLLECTED: Final = 5
"""pytest's exit code, and right for a part none of whose tests ARGS chose."""
_POLL_SECONDS: Final = 0.1

_STACK: Final = "tests/e2e"
_STACKS: Final = 2
"""So many files of tests/e2e run at once, each process of them with an environment of its own."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One program."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A part that is over."""

    part: Part
    code: int
    seconds: float

    def __str__(self) -> str:
        words = {0: "passed", _NOTHING_COLLECTED: "empty"}
        return f"{words.get(self.code, 'FAILED'):8}{self.part.name:32}{self.seconds:5.0f} s"


def stages(arguments: Sequence[str]) -> list[list[list[Part]]]:
    """Lanes, and then others. A new folder of tests is in a part without being named here."""
    pytest = (sys.executable, "-m", "pytest")
    second = (sys.executable, "-m", "tests.integration.second_engine")
    others = [folder for folder in _suites() if folder != _STACK]
    # In the order of their names, as what takes long is in files of few tests.
    spread = ("-n", str(_STACKS), "--dist", "loadfile", "--no-loadscope-reorder")
    beside, alone = ("-m", "not alone", *arguments), ("-m", "alone", *arguments)
    first = [
        [Part(name=_STACK, command=(*pytest, _STACK, *spread, *beside))],
        [
            Part(name="all other suites", command=(*pytest, *others, *beside)),
            Part(name="the second engine", command=(*second, *beside)),
        ],
    ]
    last = [
        Part(name="alone", command=(*pytest, *alone)),
        Part(name="alone, on the second engine", command=(*second, *alone)),
    ]
    return [first, [last]]


def _suites() -> list[str]:
    """As pytest is told of them: those it is told of, no option leaves out."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[str] = settings["tool"]["pytest"]["ini_options"]["testpaths"]
    return found


def run(lanes: Iterable[Sequence[Part]], logs: Path, tell: Callable[[str], None]) -> list[Ended]:
    """Lanes beside each other, the parts of one in turn, each whatever became of the others."""
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_exit:
        going = [at_exit.enter_context(closing(_lane(lane, logs, tell))) for lane in lanes]
        ended: list[Ended] = []
        while going:
            time.sleep(_POLL_SECONDS)
            for lane in list(going):
                try:
                    ended += next(lane)
                except StopIteration:
                    going.remove(lane)
    return ended


def _lane(
    parts: Iterable[Part], logs: Path, tell: Callable[[str], None]
) -> Generator[list[Ended], None, None]:
    """What has ended since it was last asked."""
    for part in parts:
        log = _log(part, logs)
        tell(f"begun: {part.name} ({log})")
        begun = time.monotonic()
        process = _start(part, log)
        try:
            while process.poll() is None:
                yield []
        finally:
            process.wait()  # Ctrl-C reaches it too, and it has to clean up
        tell(f"\n{' ' + part.name + ' ':=^80}\n{log.read_text(errors='replace')}")
        yield [Ended(part=part, code=process.returncode, seconds=time.monotonic() - begun)]


def _log(part: Part, logs: Path) -> Path:
    return logs / f"{'-'.join(re.findall(r'[a-z0-9]+', part.name))}.log"


def _start(part: Part, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            part.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 - this program has a single thread
        )


def succeeded(ended: Iterable[Ended], *, chosen: bool) -> bool:
    """Where tests were `chosen`, a part that has none of them is no failure."""
    codes = {each.code for each in ended}
    return codes == {0} or (chosen and codes == {0, _NOTHING_COLLECTED})


def main(arguments: Sequence[str]) -> int:
    """`arguments` are pytest's, for every part."""
    ended = [
        part
        for lanes in stages(arguments)
        for part in run(lanes, BUILD / "test", lambda line: print(line, flush=True))  # noqa: T201
    ]
    print(*ended, sep="\n")  # noqa: T201
    return 0 if succeeded(ended, chosen=bool(arguments)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
