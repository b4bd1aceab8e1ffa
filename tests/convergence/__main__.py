"""`make converge`: whether the order in which webhooks come makes a difference. It must not."""

import argparse
import os
import sys

from tests.convergence.histories.all_of_them import all_histories
from tests.convergence.orderings import FULL, QUICK
from tests.convergence.run import run, verdict

SEED = 20251114


def main(words: list[str]) -> int:
    """The exit code: 1 if any two orderings of a history end differently."""
    parser = argparse.ArgumentParser(prog="make converge ARGS=…", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer orderings of long histories")
    parser.add_argument("--only", default="", help="histories whose name has this in it")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(words)
    names = [name for name in all_histories() if asked.only in name]
    limits = QUICK if asked.quick else FULL
    told, found = run(names, asked.seed, limits, asked.workers, _tell)
    _tell(f"seed {asked.seed}")
    _tell(verdict(told, found))
    return 1 if found.divergent else 0


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
