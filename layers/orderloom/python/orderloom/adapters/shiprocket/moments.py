"""Shiprocket's clock: Indian time without a zone. Standard library only: the door needs it."""

from datetime import UTC, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30))
_FORMS = ("%d %m %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")


def utc(told: str) -> datetime:
    """Raises ValueError."""
    for form in _FORMS:
        try:
            return datetime.strptime(told, form).replace(tzinfo=INDIA).astimezone(UTC)
        except ValueError:
            continue
    raise ValueError("not a moment of Shiprocket's")
