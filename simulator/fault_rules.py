"""The form of fault rules as a caller of the control API writes them."""

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class _RuleBase(BaseModel):
    """Conditions left out match everything; `times` is how often the rule may still fire."""

    model_config = ConfigDict(extra="forbid")

    provider: str | None = None
    account: str | None = None
    times: int | None = Field(default=None, ge=1)
    probability: float | None = Field(default=None, gt=0, le=1)
    seconds: float = Field(default=0, ge=0)


class WebhookMatch(BaseModel):
    """Narrows a webhook rule to events about one object: an intent, a charge, a label."""

    model_config = ConfigDict(extra="forbid")

    object_id: str


class WebhookRule(_RuleBase):
    """Distorts deliveries; `copies` counts the extra sends of "duplicate"."""

    target: Literal["webhook"]
    event_types: list[str] | None = None
    match: WebhookMatch | None = None
    action: Literal["duplicate", "delay", "hold", "drop"]
    copies: int = Field(default=1, ge=1, le=100)

    @model_validator(mode="after")
    def _delay_needs_seconds(self) -> "WebhookRule":
        if self.action == "delay" and not self.seconds:
            raise ValueError("seconds is required for action delay")
        return self


class ApiRule(_RuleBase):
    """Distorts calls; `path` is searched as a regular expression in the path after the prefix."""

    target: Literal["api"]
    method: str | None = None
    path: str = ""
    action: Literal["status", "delay", "delay_response", "drop_response"]
    status: int | None = Field(default=None, ge=400, le=599)
    headers: dict[str, str] = Field(default_factory=dict)
    body: Any = None

    @field_validator("path")
    @classmethod
    def _path_compiles(cls, path: str) -> str:
        try:
            re.compile(path)
        except re.error as exc:
            raise ValueError(f"not a regular expression: {exc}") from exc
        return path

    @model_validator(mode="after")
    def _action_is_complete(self) -> "ApiRule":
        if self.action == "status" and self.status is None:
            raise ValueError("status is required for action status")
        if self.action in ("delay", "delay_response") and not self.seconds:
            raise ValueError(f"seconds is required for action {self.action}")
        return self


Rule = WebhookRule | ApiRule


class _Target(BaseModel):
    target: Literal["webhook", "api"]


def parse_rule(raw: bytes) -> Rule:
    """Reads a rule; choosing the model by hand keeps field names free of a union's prefix."""
    if _Target.model_validate_json(raw).target == "webhook":
        return WebhookRule.model_validate_json(raw)
    return ApiRule.model_validate_json(raw)
