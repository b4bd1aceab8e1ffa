"""DynamoDB's errors, as PynamoDB wraps them, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import CancellationReason, PynamoDBException

from orderloom.adapters.aws_errors import ErrorClass, error_of
from orderloom.errors import Contended, Misconfigured, OrderloomError, VersionConflict

CONDITION_FAILED = "ConditionalCheckFailedException"

CODES: dict[str, ErrorClass] = {
    CONDITION_FAILED: VersionConflict,
    "ReplicatedWriteConflictException": VersionConflict,
    "TransactionConflictException": VersionConflict,
    "ProvisionedThroughputExceededException": Contended,
    "ThrottlingException": Contended,
    "AccessDeniedException": Misconfigured,
    "IdempotentParameterMismatchException": Misconfigured,
    "InvalidEndpointException": Misconfigured,
    "InvalidSignatureException": Misconfigured,
    "ItemCollectionSizeLimitExceededException": Misconfigured,
    "MissingAuthenticationTokenException": Misconfigured,
    "ResourceNotFoundException": Misconfigured,
    "SerializationException": Misconfigured,
    "UnrecognizedClientException": Misconfigured,
    "ValidationException": Misconfigured,
}
"""Beside those that pass for every service (`aws_codes.PASSING_CODES`)."""

REASONS: dict[str, ErrorClass] = {
    "ConditionalCheckFailed": VersionConflict,
    "TransactionConflict": VersionConflict,
    "DuplicateItem": VersionConflict,
    "ProvisionedThroughputExceeded": Contended,
    "ThrottlingError": Contended,
    "AccessDenied": Misconfigured,
    "ItemCollectionSizeLimitExceeded": Misconfigured,
    "ValidationError": Misconfigured,
}
"""Why one item of a transaction was refused."""

_MOST_TELLING = (VersionConflict, Contended, Misconfigured)


def our_error(exc: PynamoDBException | BotoCoreError | ClientError, what: str) -> OrderloomError:
    """Our error for one raised by PynamoDB or below it."""
    cause = exc.cause if isinstance(exc, PynamoDBException) else exc
    if isinstance(cause, BotoCoreError | ClientError):
        return error_of(cause, what, CODES)
    return Misconfigured(f"{what}: {type(exc).__name__}")


def cancelled_for(reasons: list[CancellationReason], what: str) -> OrderloomError:
    """Our error for a transaction that was cancelled for reasons its writer has no word for."""
    classes = {reason.code: REASONS.get(reason.code, Misconfigured) for reason in reasons}
    kind = min(classes.values(), key=_MOST_TELLING.index)
    return kind(f"{what}: {', '.join(sorted(classes))}")


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn vendor errors raised inside into ours."""
    try:
        yield
    except (PynamoDBException, BotoCoreError, ClientError) as exc:
        raise our_error(exc, what) from exc
