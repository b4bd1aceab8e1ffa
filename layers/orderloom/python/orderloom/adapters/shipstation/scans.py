"""The newest scan of a tracking document. Standard library only: the door needs it too."""

from collections.abc import Mapping
from typing import Any


def newest_scan(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """By `occurred_at` (ISO, UTC, so text sorts); empty where a thin payload lists none."""
    events = data.get("events")
    scans = [scan for scan in events if isinstance(scan, dict)] if isinstance(events, list) else []
    return max(scans, key=lambda scan: str(scan.get("occurred_at") or ""), default={})
