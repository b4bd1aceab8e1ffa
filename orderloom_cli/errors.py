"""Every failure the command line tells in one line.

CliError
├── UsageError             the command cannot be carried out as it was typed
├── NothingDeployedError   no deployment where one was looked for
├── UnreachableError       no answer from an address
├── ApiRefusedError        an HTTP answer that is a refusal (problem+json, or Stripe's form)
├── NoSuchThingError       a queue, message or file that was named is not there
├── BusyError              something else is at work there
├── InconsistentError      an answer of another shape than documented
├── ExaminationError       a question about a tenant's connection has no answer
├── IncompleteError        some items of a batch failed; each was told of
├── DriftError             stock that does not add up, and was not mended
├── UnhealthyError         the doctor found something that is wrong
├── NotAcceptedError       a queue, stream or function said no to one message (dlq/ports.py)
├── TooHotError            the simulation found partitions beyond DynamoDB's limits
├── SceneFailedError       the demo saw something else than it expected
├── DemoFailedError        the scene that did, and where the logs are (demo/stage.py)
└── InterruptionError      Ctrl-C, after cleaning up
"""

from http import HTTPStatus
from typing import Any

from orderloom_cli.exit_codes import ExitCode


class CliError(Exception):
    """`str()` is the one line a person reads; `kind` names it for programs."""

    exit_code: ExitCode = ExitCode.FAILED
    kind = "failed"

    def details(self) -> dict[str, Any]:
        """What a program may want beside the message."""
        return {}


class UsageError(CliError):
    """Options that contradict each other, an unreadable value, a missing confirmation."""

    exit_code = ExitCode.USAGE
    kind = "usage"


class NothingDeployedError(CliError):
    """There is no such stack, or nothing runs on this machine."""

    exit_code = ExitCode.UNREACHABLE
    kind = "nothing-deployed"


class UnreachableError(CliError):
    """`url` gave no answer at all."""

    exit_code = ExitCode.UNREACHABLE
    kind = "unreachable"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"no answer from {url}: {reason}")
        self.url = url


class NoSuchThingError(CliError):
    """What was named does not exist."""

    exit_code = ExitCode.NOT_FOUND
    kind = "not-found"


class BusyError(CliError):
    """Something else is at work there; try again later."""

    exit_code = ExitCode.REFUSED
    kind = "busy"


class InconsistentError(CliError):
    """The other side broke its contract."""

    kind = "inconsistent"


class ExaminationError(CliError):
    """Told by the function that reads connections; `reason` is the name of its error."""

    kind = "examination"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        if reason == "NotFound":
            self.exit_code = ExitCode.NOT_FOUND

    def details(self) -> dict[str, Any]:
        return {"reason": self.reason}


class IncompleteError(CliError):
    """`failed` of `total` items could not be handled; the rest was."""

    kind = "incomplete"

    def __init__(self, what: str, *, failed: int, total: int, things: str = "messages") -> None:
        super().__init__(f"{failed} of {total} {things} could not be {what}; they were kept")
        self.failed = failed
        self.total = total

    def details(self) -> dict[str, Any]:
        return {"failed": self.failed, "total": self.total}


class TooHotError(CliError):
    """`partitions` are asked for more than one partition serves, with how much."""

    kind = "too-hot"

    def __init__(self, partitions: list[str]) -> None:
        super().__init__(f"beyond what one partition serves: {'; '.join(partitions)}")
        self.partitions = partitions

    def details(self) -> dict[str, Any]:
        return {"partitions": self.partitions}


class DriftError(CliError):
    """`skus` do not add up."""

    kind = "drift"

    def __init__(self, skus: list[str]) -> None:
        super().__init__(f"the stock of {', '.join(skus)} does not add up")
        self.skus = skus

    def details(self) -> dict[str, Any]:
        return {"skus": self.skus}


class UnhealthyError(CliError):
    """`findings` of the doctor need somebody."""

    kind = "unhealthy"

    def __init__(self, findings: int) -> None:
        super().__init__(f"{findings} things are wrong" if findings > 1 else "1 thing is wrong")
        self.findings = findings

    def details(self) -> dict[str, Any]:
        return {"findings": self.findings}


class InterruptionError(CliError):
    """The person pressed Ctrl-C; the message says what was already done."""

    exit_code = ExitCode.INTERRUPTED
    kind = "interrupted"


class ApiRefusedError(CliError):
    """An HTTP status of 400 or more.

    Attributes:
        slug: the last part of the problem's type, such as `not-found`.
        fields: pairs of field and message, where the answer names fields.
    """

    kind = "refused"

    def __init__(self, status: int, slug: str, detail: str, fields: list[dict[str, str]]) -> None:
        named = "; ".join(f"{each['field']}: {each['message']}" for each in fields)
        super().__init__(f"{detail} ({named})" if named else detail)
        self.status = status
        self.slug = slug
        self.fields = fields
        self.exit_code = _exit_code_for(status)

    def details(self) -> dict[str, Any]:
        return {"status": self.status, "type": self.slug, "errors": self.fields}


class SceneFailedError(CliError):
    """One expectation of the demo, and what was there instead."""

    kind = "demo-failed"

    def __init__(self, expected: str, seen: object) -> None:
        super().__init__(f"expected {expected}; saw {seen}")
        self.expected = expected
        self.seen = str(seen)

    def details(self) -> dict[str, Any]:
        return {"expected": self.expected, "seen": self.seen}


def _exit_code_for(status: int) -> ExitCode:
    if status == HTTPStatus.NOT_FOUND:
        return ExitCode.NOT_FOUND
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ExitCode.UNREACHABLE
    return ExitCode.REFUSED
