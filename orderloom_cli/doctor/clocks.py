"""Whether the provider's clock and ours agree: signatures are refused beyond 300 seconds."""

from collections.abc import Iterator
from datetime import datetime

from orderloom_cli.doctor.findings import Finding, Severity

_REFUSED_SECONDS = 300
_ODD_SECONDS = 30


def clock_findings(provider: str, theirs: datetime | None, ours: datetime) -> Iterator[Finding]:
    """`theirs`: the provider's Date header; `ours`: what the API said at about that moment."""
    if theirs is None:
        yield Finding(
            provider,
            Severity.NOTE,
            "clock",
            "its answers tell no time, so the clocks cannot be compared",
            "nothing to do",
        )
        return
    ahead = (theirs - ours).total_seconds()
    if abs(ahead) < _ODD_SECONDS:
        return
    way = "ahead of" if ahead > 0 else "behind"
    late = abs(ahead) >= _REFUSED_SECONDS
    yield Finding(
        provider,
        Severity.ERROR if late else Severity.WARNING,
        "clock",
        f"its clock is {abs(ahead):.0f} s {way} ours"
        + ("; signatures are refused" if late else f" ({_REFUSED_SECONDS} s are borne with)"),
        "synchronise the clock of whichever is wrong (NTP)",
    )
