"""How long ago, in one or two words."""

from datetime import datetime, timedelta

_STEPS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def age(moment: datetime, now: datetime) -> str:
    return span(now - moment)


def span(length: timedelta) -> str:
    """The largest unit that fits: `3 d`, `5 h`, `12 min`, `7 s`."""
    seconds = max(0, int(length.total_seconds()))
    for size, unit in _STEPS:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "0 s"
