"""What AWS errors mean to us: one map for every service.

Known to pass (throttling, 5xx, timeouts, lost connections) is a TransientError; everything
else is a Misconfigured, as the same call would fail for ever. Messages name the operation and
the code, never AWS's own text: that may hold keys, values or policies.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, not the built-in
    CredentialRetrievalError,
    HTTPClientError,
    MetadataRetrievalError,
)

from orderloom.adapters.aws_codes import passes
from orderloom.errors import Misconfigured, OrderloomError, TransientError

ErrorClass = type[OrderloomError]
ErrorMaker = Callable[[str], OrderloomError]
"""An error's class, or whatever makes one from a message."""

PASSING_CLASSES = (
    ConnectionError,
    CredentialRetrievalError,
    HTTPClientError,
    MetadataRetrievalError,
)


def error_of(
    exc: BotoCoreError | ClientError, what: str, special: Mapping[str, ErrorMaker]
) -> OrderloomError:
    """Our error for `exc`; `special` are the codes that mean something else to the caller."""
    if isinstance(exc, BotoCoreError):
        kind = TransientError if isinstance(exc, PASSING_CLASSES) else Misconfigured
        return kind(f"{what}: {type(exc).__name__}")
    code = exc.response.get("Error", {}).get("Code", "")
    make = special.get(code, _by_status(exc, code))
    return make(f"{what}: {code}")


@contextmanager
def translated(what: str, special: Mapping[str, ErrorMaker] | None = None) -> Iterator[None]:
    """Turn AWS errors raised inside into ours."""
    try:
        yield
    except (BotoCoreError, ClientError) as exc:
        raise error_of(exc, what, special or {}) from exc


def _by_status(exc: ClientError, code: str) -> ErrorClass:
    status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return TransientError if passes(code, status) else Misconfigured
