"""A parcel's way at UPS. The readers raise KeyError, TypeError or ValueError."""

from datetime import UTC, datetime

from orderloom.adapters.provider_http import Answer
from orderloom.adapters.ups.answers import several
from orderloom.adapters.ups.http import text
from orderloom.adapters.ups.states import VOIDED, state_of
from orderloom.ports.carrier import Scan


class UnknownNumberError(Exception):
    """A tracking number UPS warns of instead of telling its way; `code` is UPS's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_scans(answer: Answer, number: str) -> tuple[Scan, ...]:
    """Oldest first. Raises UnknownNumberError."""
    activities = _activities(answer, number)
    return tuple(sorted(map(_read_scan, activities), key=lambda scan: scan.occurred_at))


def tells_void(answer: Answer, number: str) -> bool:
    newest = max(_activities(answer, number), key=_moment, default={})
    return bool((newest.get("status") or {}).get("type") == VOIDED)


def _activities(answer: Answer, number: str) -> list[Answer]:
    shipments = several(answer["trackResponse"].get("shipment"))
    packages = [each for one in shipments for each in several(one.get("package"))]
    if not packages:
        for warning in (each for one in shipments for each in several(one.get("warnings"))):
            raise UnknownNumberError(text(warning, "code"))
    own = [package for package in packages if package.get("trackingNumber") == number]
    return [each for one in (own or packages) for each in several(one.get("activity"))]


def _read_scan(activity: Answer) -> Scan:
    status = activity.get("status") or {}
    code = str(status.get("code") or "")
    kind, status_code = str(status.get("type") or ""), str(status.get("statusCode") or "")
    return Scan(
        state=state_of(kind.strip(), code.strip(), status_code),
        occurred_at=_moment(activity),
        description=str(status.get("description") or ""),
        code=code,
    )


def _moment(activity: Answer) -> datetime:
    """UTC where it is given; else the place's own time, whose offset may be given too."""
    told = f"{activity.get('gmtDate') or ''}{_time(activity.get('gmtTime'))}"
    offset = ""
    if not activity.get("gmtDate") or not activity.get("gmtTime"):
        told = f"{text(activity, 'date')}{_time(activity.get('time'))}"
        offset = str(activity.get("gmtOffset") or "")
    moment = datetime.fromisoformat(f"{told[:8]}T{told[8:]}{offset}")
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _time(told: object) -> str:
    """`71356`, `07:13:56` and `0713` are all written."""
    digits = str(told or "").replace(":", "")
    return digits.zfill(6) if len(digits) > 4 else digits.zfill(4).ljust(6, "0")  # noqa: PLR2004
