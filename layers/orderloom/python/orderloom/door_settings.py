"""What the webhook door reads from its environment.

A standard-library dataclass: the door imports no pydantic.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from orderloom.ports.webhook_secrets import KEPT


@dataclass(frozen=True)
class DoorSettings:
    """Names of what the door talks to; nothing secret."""

    table: str
    inbound_queue_url: str
    shipstation_jwks_url: str
    platform_secret_id: str
    secrets_kept: timedelta = KEPT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "DoorSettings":
        """Raises KeyError, naming the variable that is missing."""
        return cls(
            table=environment["ORDERLOOM_TABLE"],
            inbound_queue_url=environment["ORDERLOOM_INBOUND_QUEUE_URL"],
            shipstation_jwks_url=environment["ORDERLOOM_SHIPSTATION_JWKS_URL"],
            platform_secret_id=environment["ORDERLOOM_PLATFORM_SECRET_ID"],
            secrets_kept=timedelta(seconds=int(environment["ORDERLOOM_SECRETS_SECONDS"])),
        )
