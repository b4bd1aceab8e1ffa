"""A neighbour of the quiet tenant, in a process of its own, or who sends would be in the way.

Its webhooks have environments of the door to themselves, as on AWS, where each request has one,
and half of the processors, as each environment there has its share.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from infra.paths import ROOT
from tests.bench.door import layers
from tests.bench.door_pool import arrivals, door_pool
from tests.bench.processors import Half, only_on

_ENVIRONMENTS = 2
_BEGUN, _TENANT = "begun", "noisy"


class Neighbour:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @contextmanager
    def noise(self, seconds: float) -> Iterator[None]:
        """The block begins with it, and waits for its end. Raises RuntimeError if it failed."""
        self._say(f"{seconds}\n")
        self._expect(_BEGUN)
        yield
        self._expect("acknowledged")

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def _expect(self, word: str) -> None:
        assert self._process.stdout is not None
        heard = self._process.stdout.readline()
        if not heard.startswith(word):
            raise RuntimeError(f"the neighbour said {heard!r} instead of {word!r}")


@contextmanager
def neighbour(aws_url: str, a_second: float) -> Iterator[Neighbour]:
    command = [sys.executable, "-m", "tests.bench.neighbour", aws_url, str(a_second)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Neighbour(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()  # it ends itself, and its environments


def _serve(aws_url: str, a_second: float, tell: Callable[[str], None]) -> None:
    rng = Random(_TENANT)
    with only_on(Half.SECOND), door_pool(aws_url, layers(), _ENVIRONMENTS) as pool:
        for line in sys.stdin:
            due = arrivals(rng, _TENANT, a_second, float(line))
            waits = pool.waits(due, begun=lambda: tell(_BEGUN))
            tell(f"acknowledged {len(waits[_TENANT])}")


if __name__ == "__main__":
    _serve(sys.argv[1], float(sys.argv[2]), lambda text: print(text, flush=True))  # noqa: T201
