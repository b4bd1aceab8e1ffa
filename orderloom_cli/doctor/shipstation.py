"""A merchant's account at ShipStation."""

from collections.abc import Iterator

from orderloom_cli.doctor.findings import Finding, Severity
from orderloom_cli.doctor.keys import key_findings
from orderloom_cli.doctor.patient import Patient, Visit

PATH = "/v2/environment/webhooks"
_NEEDED = "track_event_v2"


def headers(patient: Patient) -> dict[str, str]:
    return {"API-Key": patient.api_key}


def examine(patient: Patient, answer: Visit) -> Iterator[Finding]:
    """`answer`: the account's webhooks, a list."""
    yield from key_findings(patient, answer)
    if answer.failed:
        return
    ours = [each for each in answer.document.get("data", []) if each["url"] == patient.door]
    if not any(each["event"] == _NEEDED for each in ours):
        yield Finding(
            "shipstation",
            Severity.ERROR,
            "events",
            f"no webhook for {_NEEDED} posts to {patient.door}: parcels are not followed",
            "add one in ShipStation's settings, under API, webhooks",
        )
