"""The part of Lambda's filter language that Orderloom's own filters use."""

from collections.abc import Mapping
from typing import Any

from orderloom_cli.errors import Inconsistent


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Each name's value is one of those listed: literals, or `{"prefix": …}`."""
    return all(_holds(wanted, event.get(name)) for name, wanted in pattern.items())


def _holds(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(value, Mapping) and matches(wanted, value)
    return any(_one(rule, value) for rule in wanted)


def _one(rule: Any, value: Any) -> bool:
    if not isinstance(rule, Mapping):
        return bool(rule == value)
    if set(rule) != {"prefix"}:
        raise Inconsistent(f"a filter of the stream uses {sorted(rule)}, which is not understood")
    return isinstance(value, str) and value.startswith(rule["prefix"])
