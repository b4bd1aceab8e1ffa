"""A merchant's account at Stripe."""

from collections.abc import Iterator

import stripe
from orderloom.adapters.stripe.reader import NEEDED_EVENTS

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.doctor.findings import Finding, Severity
from orderloom_cli.doctor.keys import key_findings, mode_findings
from orderloom_cli.doctor.patient import Patient, Visit

PATH = "/v1/webhook_endpoints?limit=100"
_EVERYTHING = "*"


def headers(patient: Patient) -> dict[str, str]:
    return {"Authorization": f"Bearer {patient.api_key}"}


def examine(patient: Patient, answer: Visit) -> Iterator[Finding]:
    """`answer`: the account's webhook endpoints."""
    yield from key_findings(patient, answer)
    live = patient.api_key.startswith(("sk_live_", "rk_live_"))
    yield from mode_findings(patient, live=live)
    if answer.failed:
        return
    ours = [each for each in answer.document.get("data", []) if each["url"] == patient.door]
    if not ours:
        yield _finding(
            Severity.ERROR,
            "url",
            f"no webhook endpoint posts to {patient.door}",
            f"add one in Stripe's dashboard for: {', '.join(sorted(NEEDED_EVENTS))}",
        )
        return
    working = [each for each in ours if each["status"] == "enabled"]
    for endpoint in ours:
        yield from _endpoint(endpoint, live=live)
    heard = {name for each in working for name in each["enabled_events"]}
    missing = sorted(NEEDED_EVENTS - heard) if _EVERYTHING not in heard else []
    if working and missing:
        yield _finding(
            Severity.ERROR,
            "events",
            f"not subscribed to {', '.join(missing)}",
            f"add them to {working[0]['id']} in Stripe's dashboard",
        )


def _endpoint(endpoint: JsonObject, *, live: bool) -> Iterator[Finding]:
    name = endpoint["id"]
    if endpoint["status"] != "enabled":
        yield _finding(
            Severity.ERROR,
            "status",
            f"{name} is {endpoint['status']}: Stripe sends it nothing",
            "enable it in Stripe's dashboard, then resend what failed meanwhile",
        )
    if endpoint["livemode"] != live:
        yield _finding(
            Severity.ERROR,
            "livemode",
            f"{name} is a {'live' if endpoint['livemode'] else 'test'} endpoint, "
            f"the key a {'live' if live else 'test'} one",
            "use key and endpoint of one mode",
        )
    if _EVERYTHING in endpoint["enabled_events"]:
        yield _finding(
            Severity.NOTE,
            "events",
            f"{name} is sent every event there is",
            f"subscribe only to: {', '.join(sorted(NEEDED_EVENTS))}",
        )
    version = endpoint["api_version"]
    if version != stripe.api_version:
        yield _finding(
            Severity.NOTE,
            "api_version",
            f"{name} is sent events of API version {version or 'the account has'}",
            f"nothing to do: only fields that never changed are read; requests use "
            f"{stripe.api_version}",
        )


def _finding(severity: Severity, check: str, what: str, mend: str) -> Finding:
    return Finding("stripe", severity, check, what, mend)
