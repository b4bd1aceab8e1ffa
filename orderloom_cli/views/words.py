"""Moments and identifiers, short enough to be read."""

from datetime import UTC, datetime

_STEPS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_LONGEST_ID = 32
_KEPT = 20


def moment(text: str | None) -> str:
    """`2026-11-21T05:20:36.400294Z` is `2026-11-21 05:20:36 UTC`."""
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if text else "-"


def age(text: str, now: datetime) -> str:
    """How long ago, in the largest unit that fits: `3 d`, `5 h`, `12 min`, `7 s`."""
    seconds = max(0, int((now - datetime.fromisoformat(text)).total_seconds()))
    for size, unit in _STEPS:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "0 s"


def short_id(identifier: str) -> str:
    """Events without an id of their own are named by a long hash; its beginning will do."""
    if len(identifier) <= _LONGEST_ID:
        return identifier
    return f"{identifier[:_KEPT]}…"
