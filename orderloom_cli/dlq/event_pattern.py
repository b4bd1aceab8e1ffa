"""The part of Lambda's filter language that Orderloom's own filters use."""

from collections.abc import Mapping

from orderloom_cli.errors import InconsistentError


def matches(pattern: Mapping[str, object], event: Mapping[str, object]) -> bool:
    """Each name's value is one of those listed: literals, `{"prefix": …}`, `{"exists": true}`."""
    return all(_holds(wanted, event.get(name)) for name, wanted in pattern.items())


def _holds(wanted: object, value: object) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(value, Mapping) and matches(wanted, value)
    return isinstance(wanted, list) and any(_one(rule, value) for rule in wanted)


def _one(rule: object, value: object) -> bool:
    if not isinstance(rule, Mapping):
        return bool(rule == value)
    if rule == {"exists": True}:
        return value is not None
    if set(rule) != {"prefix"}:
        raise InconsistentError(f"a stream filter uses {sorted(rule)}: not understood")
    return isinstance(value, str) and value.startswith(rule["prefix"])
