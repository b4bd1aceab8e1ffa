"""What the exit code of a command says; the only place that numbers them."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Documented in `orderloom --help` and docs/cli.md."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    UNREACHABLE = 5
    INTERRUPTED = 130


MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.FAILED: "failed, or done in part",
    ExitCode.USAGE: "wrong usage",
    ExitCode.NOT_FOUND: "no such thing",
    ExitCode.REFUSED: "refused: invalid, in conflict, or not allowed",
    ExitCode.UNREACHABLE: "nothing deployed there, or not reachable",
    ExitCode.INTERRUPTED: "interrupted",
}
