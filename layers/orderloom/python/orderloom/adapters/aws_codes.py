"""AWS's error codes that pass by themselves, in whatever way the answer came here."""

SERVER_ERROR = 500
TOO_MANY_REQUESTS = 429

PASSING_CODES = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "KMSInternalException",
        "KMSInvalidStateException",
        "DependencyTimeoutException",
        "KeyUnavailableException",
        "LimitExceededException",
        "OverLimit",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""Expired tokens are among them: credentials of a role renew themselves."""


def passes(code: str, status: int) -> bool:
    """Whether the same call may be answered otherwise soon."""
    return code in PASSING_CODES or status >= SERVER_ERROR or status == TOO_MANY_REQUESTS
