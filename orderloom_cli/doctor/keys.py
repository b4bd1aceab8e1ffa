"""Whether an API key is accepted, and whether its mode fits the deployment."""

from collections.abc import Iterator

from orderloom_cli.doctor.findings import Finding, Severity
from orderloom_cli.doctor.patient import Patient, Visit

_PRODUCTION = "prod"


def key_findings(patient: Patient, answer: Visit) -> Iterator[Finding]:
    """Of the answer to any request made with the key."""
    if answer.refused:
        yield Finding(
            patient.provider,
            Severity.ERROR,
            "key",
            f"{patient.provider} refuses the API key (HTTP {answer.status})",
            f"make a key in {patient.provider}'s dashboard and store it: "
            f"orderloom connections connect {patient.provider}",
        )
    elif answer.failed:
        yield Finding(
            patient.provider,
            Severity.WARNING,
            "provider",
            f"{patient.provider} answers HTTP {answer.status}: nothing could be checked",
            "try again later; see the provider's status page",
        )


def mode_findings(patient: Patient, *, live: bool) -> Iterator[Finding]:
    """`live`: real money moves with this key."""
    mode = "live" if live else "test"
    if live and patient.stage != _PRODUCTION:
        yield Finding(
            patient.provider,
            Severity.ERROR,
            "mode",
            f"a live key in stage {patient.stage}: orders there take real money",
            f"store a test key: orderloom connections connect {patient.provider}",
        )
    if not live and patient.stage == _PRODUCTION:
        yield Finding(
            patient.provider,
            Severity.WARNING,
            "mode",
            f"a {mode} key in production: nobody is charged",
            f"store the live key and its signing secret: "
            f"orderloom connections connect {patient.provider}",
        )
