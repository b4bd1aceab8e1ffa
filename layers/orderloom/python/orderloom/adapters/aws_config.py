"""How long to wait for AWS, and how often to try, where nobody waits for the answer."""

from botocore.config import Config

CONNECT_SECONDS = 2
READ_SECONDS = 5
RETRIES = 3


def steady() -> Config:
    """With the SDK's own backoff between attempts, at most some 30 seconds in all."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 1 + RETRIES, "mode": "standard"},
    )
