"""What other libraries raise, told as one of our own errors."""

from botocore import exceptions as aws
from typer.exceptions import TyperException

from orderloom_cli.errors import (
    CliError,
    NoSuchThingError,
    NothingDeployedError,
    UnreachableError,
    UsageError,
)
from orderloom_cli.exit_codes import ExitCode
from orderloom_cli.local.errors import LocalError, NotRunningError

_AWS_NOT_FOUND = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "ResourceNotFoundException"})
_AWS_REFUSED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
    }
)


class _AwsRefusedError(CliError):
    exit_code = ExitCode.REFUSED
    kind = "aws-refused"


class _LocalFailureError(CliError):
    kind = "local-environment"


def as_cli_error(error: Exception) -> CliError | None:
    """None for what nobody expected: that is a bug, and told as one."""
    known: CliError | None = None
    match error:
        case CliError():
            known = error
        case TyperException():
            known = UsageError(error.format_message())
        case NotRunningError():
            known = NothingDeployedError(str(error))
        case LocalError():
            known = _LocalFailureError(str(error))
        case aws.ClientError():
            known = _aws_answer(error)
        case aws.BotoCoreError():
            known = _aws_access(error)
    return known


def _aws_answer(error: aws.ClientError) -> CliError:
    answer = error.response.get("Error", {})
    code = answer.get("Code", "Unknown")
    text = f"AWS {error.operation_name}: {code}: {answer.get('Message', '')}"
    if code in _AWS_REFUSED:
        return _AwsRefusedError(text)
    return NoSuchThingError(text) if code in _AWS_NOT_FOUND else CliError(text)


def _aws_access(error: aws.BotoCoreError) -> CliError:
    match error:
        case aws.ConnectionError() | aws.HTTPClientError():
            return UnreachableError(str(error.kwargs.get("endpoint_url") or "AWS"), "no connection")
        case aws.NoRegionError():
            return NothingDeployedError(
                "nothing was chosen that runs on this machine (`orderloom up`), and no AWS region "
                "is named (--region, or AWS_REGION)"
            )
        case aws.ProfileNotFound() | aws.NoCredentialsError() | aws.PartialCredentialsError():
            return UsageError(f"{error} (see --profile)")
        case _:
            return CliError(str(error))
