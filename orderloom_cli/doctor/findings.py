"""What the doctor finds."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from orderloom_cli.clients.json_http import JsonObject


class Severity(StrEnum):
    """ERROR: events or payments are lost now. WARNING: they will be. NOTE: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that was found, and what to do about it."""

    provider: str
    severity: Severity
    check: str
    what: str
    mend: str


@dataclass(frozen=True)
class Report:
    """All findings of one tenant, the worst first; `checked` are its connections."""

    tenant_id: str
    checked: tuple[str, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, tenant_id: str, checked: Iterable[str], findings: Iterable[Finding]) -> "Report":
        order = list(Severity)
        ranked = sorted(findings, key=lambda found: (order.index(found.severity), found.provider))
        return cls(tenant_id, tuple(checked), tuple(ranked))

    @property
    def errors(self) -> int:
        return sum(found.severity is Severity.ERROR for found in self.findings)

    def document(self) -> JsonObject:
        return asdict(self)
