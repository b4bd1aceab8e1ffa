"""The environment of every function but the door, as one typed value."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta

from orderloom.errors import OrderloomError

_PROFILE_SECONDS = 60
_BREAKER_SECONDS = 30


class MissingSetting(OrderloomError):
    """A function was deployed without a setting it needs."""


@dataclass(frozen=True)
class Settings:
    """Names of what a function talks to; nothing secret. Each is `ORDERLOOM_<FIELD>`.

    A function is given those it needs; reading another raises MissingSetting. Only a simulator
    plays all payment providers, each below its name at `payments_base_url`, and all carriers, at
    `carriers_base_url`; without one they are at their own addresses. The last three are given
    to none: an operator sets them on the relay to have shard counts grow earlier.
    """

    table: str | None = None
    tenant_role_arn: str | None = None
    """The role whose sessions reach one tenant's items each."""
    isolated_tables: str | None = None
    """JSON: the names profiles know isolated tables by, each with its table."""
    profile_seconds: str | None = None
    """How long a tenant's profile may be kept in memory."""
    secrets_seconds: str | None = None
    """How long the door keeps signing secrets in memory."""
    breaker_seconds: str | None = None
    """How long a provider that does not answer is left alone before one call is tried."""
    feed_queue_url: str | None = None
    """The queue the function is fed from, if any."""
    inbound_queue_url: str | None = None
    workflow_queue_url: str | None = None
    sweep_queue_url: str | None = None
    sweep_grace_seconds: str | None = None
    stock_checks_queue_url: str | None = None
    state_machine_arn: str | None = None
    label_bucket: str | None = None
    archive_bucket: str | None = None
    credentials_key_id: str | None = None
    operator_key_secret_id: str | None = None
    cursor_key_secret_id: str | None = None
    payments_base_url: str | None = None
    carriers_base_url: str | None = None
    rate_sample: str | None = None
    orders_per_list_shard: str | None = None
    reservations_per_counter: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        names = [field.name for field in fields(cls)]
        return cls(**{name: environment.get(f"ORDERLOOM_{name.upper()}") for name in names})

    def number(self, name: str, otherwise: float) -> float:
        """The setting as a number, where there is one."""
        value: str | None = getattr(self, name)
        return float(value) if value else otherwise

    @property
    def isolated_tables_by_name(self) -> dict[str, str]:
        tables: dict[str, str] = json.loads(self.isolated_tables or "{}")
        return tables

    @property
    def profile_kept(self) -> timedelta:
        return timedelta(seconds=int(self.profile_seconds or _PROFILE_SECONDS))

    @property
    def breaker_recovery(self) -> timedelta:
        return timedelta(seconds=int(self.breaker_seconds or _BREAKER_SECONDS))

    @property
    def secrets_kept(self) -> timedelta:
        return timedelta(seconds=int(self["secrets_seconds"]))

    def __getitem__(self, name: str) -> str:
        """The setting, or MissingSetting."""
        value: str | None = getattr(self, name)
        if not value:
            raise MissingSetting(f"ORDERLOOM_{name.upper()} is not set")
        return value
