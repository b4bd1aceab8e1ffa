"""Which dead letters are meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from orderloom_cli.dlq.model import DeadLetter
from orderloom_cli.errors import NoSuchThingError, UsageError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Filter:
    """Conditions left out match everything; all that are given must hold."""

    tenant: str | None = None
    provider: str | None = None
    kind: str | None = None
    message_ids: frozenset[str] = frozenset()
    older_than: timedelta | None = None

    def matches(self, letter: DeadLetter, now: datetime) -> bool:
        return (
            self.tenant in (None, letter.tenant)
            and self.provider in (None, letter.provider)
            and self.kind in (None, letter.kind)
            and (not self.message_ids or letter.message_id in self.message_ids)
            and (self.older_than is None or now - letter.first_seen >= self.older_than)
        )

    def check_named(self, found: Iterable[DeadLetter]) -> None:
        """Raises NoSuchThingError when a message that was named is not among them."""
        missing = self.message_ids - {letter.message_id for letter in found}
        if missing:
            raise NoSuchThingError(f"no such message here: {', '.join(sorted(missing))}")


def parse_age(text: str | None) -> timedelta | None:
    """`90s`, `15m`, `2h`, `3d`."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if not found:
        raise UsageError(f"--older-than wants an age such as 90s, 15m, 2h or 3d, not {text}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
