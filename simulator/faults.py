"""Rules that make a provider misbehave on demand, for webhooks and for API calls.

Rules are tried in the order they were added. Every matching webhook rule contributes to one
verdict; an API rule with the action "status" ends the search, because the call never executes.
"""

import random
import re
from dataclasses import dataclass, field

from simulator.fault_rules import ApiRule, Rule, WebhookRule
from simulator.json_types import JsonObject


@dataclass(frozen=True)
class WebhookFacts:
    """What a webhook rule can look at; `object_ids` holds every id the event is about."""

    provider: str
    account: str
    event_type: str
    object_ids: frozenset[str]


@dataclass(frozen=True)
class ApiCall:
    """What an API rule can look at; `path` starts after the provider's prefix (`/v1/refunds`)."""

    provider: str
    account: str | None
    method: str
    path: str


@dataclass
class WebhookVerdict:
    """How one delivery is distorted: `extra_copies` beside the original, `delay` in seconds."""

    extra_copies: int = 0
    delay: float = 0.0
    hold: bool = False
    drop: bool = False


@dataclass
class ApiVerdict:
    """How one call is distorted; the two delays are seconds before and after the effect."""

    refusal: ApiRule | None = None
    delay: float = 0.0
    delay_response: float = 0.0
    drop_response: bool = False


@dataclass
class _Installed:
    id: str
    rule: Rule
    hits: int = 0

    def describe(self) -> JsonObject:
        return {"id": self.id, "hits": self.hits, **self.rule.model_dump()}


@dataclass
class FaultBook:
    """The rules in force, with how often each one has fired."""

    rng: random.Random
    _installed: dict[str, _Installed] = field(default_factory=dict)
    _serial: int = 0

    def add(self, rule: Rule) -> str:
        self._serial += 1
        rule_id = f"fault_{self._serial}"
        self._installed[rule_id] = _Installed(rule_id, rule)
        return rule_id

    def describe(self) -> list[JsonObject]:
        return [installed.describe() for installed in self._installed.values()]

    def remove(self, rule_id: str) -> bool:
        return self._installed.pop(rule_id, None) is not None

    def clear(self) -> None:
        self._installed.clear()

    def judge_webhook(self, facts: WebhookFacts) -> WebhookVerdict:
        verdict = WebhookVerdict()
        for installed in self._installed.values():
            rule = installed.rule
            if not isinstance(rule, WebhookRule) or not _webhook_matches(rule, facts):
                continue
            if self._fires(installed):
                _apply_webhook(rule, verdict)
        return verdict

    def judge_call(self, call: ApiCall) -> ApiVerdict:
        verdict = ApiVerdict()
        for installed in self._installed.values():
            rule = installed.rule
            if not isinstance(rule, ApiRule) or not _call_matches(rule, call):
                continue
            if self._fires(installed):
                _apply_api(rule, verdict)
                if verdict.refusal is not None:
                    break
        return verdict

    def _fires(self, installed: _Installed) -> bool:
        rule = installed.rule
        if rule.times is not None and installed.hits >= rule.times:
            return False
        if rule.probability is not None and self.rng.random() >= rule.probability:
            return False
        installed.hits += 1
        return True


def _webhook_matches(rule: WebhookRule, facts: WebhookFacts) -> bool:
    return (
        rule.provider in (None, facts.provider)
        and rule.account in (None, facts.account)
        and (rule.event_types is None or facts.event_type in rule.event_types)
        and (rule.match is None or rule.match.object_id in facts.object_ids)
    )


def _call_matches(rule: ApiRule, call: ApiCall) -> bool:
    return (
        rule.provider in (None, call.provider)
        and rule.account in (None, call.account)
        and (rule.method is None or rule.method.upper() == call.method)
        and re.search(rule.path, call.path) is not None
    )


def _apply_webhook(rule: WebhookRule, verdict: WebhookVerdict) -> None:
    match rule.action:
        case "duplicate":
            verdict.extra_copies += rule.copies
        case "delay":
            verdict.delay += rule.seconds
        case "hold":
            verdict.hold = True
        case "drop":
            verdict.drop = True


def _apply_api(rule: ApiRule, verdict: ApiVerdict) -> None:
    match rule.action:
        case "status":
            verdict.refusal = rule
        case "delay":
            verdict.delay += rule.seconds
        case "delay_response":
            verdict.delay_response += rule.seconds
        case "drop_response":
            verdict.drop_response = True
