"""The environment of every function but the door, as one typed value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from orderloom.errors import OrderloomError


class MissingSetting(OrderloomError):
    """A function was deployed without a setting it needs."""


@dataclass(frozen=True)
class Settings:
    """Names of what a function talks to; nothing secret. Each is `ORDERLOOM_<FIELD>`.

    A function is given those it needs; reading another raises MissingSetting.
    """

    table: str | None = None
    inbound_queue_url: str | None = None
    workflow_queue_url: str | None = None
    state_machine_arn: str | None = None
    label_bucket: str | None = None
    archive_bucket: str | None = None
    credentials_key_id: str | None = None
    operator_key_secret_id: str | None = None
    stripe_base_url: str | None = None
    shipstation_base_url: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        names = [field.name for field in fields(cls)]
        return cls(**{name: environment.get(f"ORDERLOOM_{name.upper()}") for name in names})

    def __getitem__(self, name: str) -> str:
        """The setting, or MissingSetting."""
        value: str | None = getattr(self, name)
        if not value:
            raise MissingSetting(f"ORDERLOOM_{name.upper()} is not set")
        return value
