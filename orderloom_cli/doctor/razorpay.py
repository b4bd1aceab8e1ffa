"""A merchant's account at Razorpay.

Its list of webhooks is documented for partners' accounts only. Where an account is not let see
its own, the doctor says so, and what to look at in the dashboard.
"""

import base64
from collections.abc import Iterator
from http import HTTPStatus

from orderloom.adapters.razorpay.reader import EITHER_OF, NEEDED_EVENTS

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.doctor.findings import Finding, Severity
from orderloom_cli.doctor.keys import key_findings, mode_findings
from orderloom_cli.doctor.patient import Patient, Visit

KEY_PATH = "/v1/orders?count=1"
PATH = "/v1/webhooks"


def headers(patient: Patient) -> dict[str, str]:
    login = base64.b64encode(f"{patient.key_id}:{patient.api_key}".encode()).decode()
    return {"Authorization": f"Basic {login}"}


def examine(patient: Patient, orders: Visit, webhooks: Visit) -> Iterator[Finding]:
    """`orders`: answered to any key that is good."""
    yield from key_findings(patient, orders)
    yield from mode_findings(patient, live=patient.key_id.startswith("rzp_live_"))
    if orders.failed:
        return
    if webhooks.failed:
        yield _unseen(patient, webhooks)
        return
    ours = [each for each in webhooks.document.get("items", []) if each["url"] == patient.door]
    if not ours:
        yield _finding(
            Severity.ERROR,
            "url",
            f"no webhook posts to {patient.door}",
            f"add one in Razorpay's dashboard for: {_wanted()}",
        )
        return
    active = [each for each in ours if each["active"]]
    if not active:
        yield _finding(
            Severity.ERROR,
            "status",
            f"{ours[0]['id']} is not active; Razorpay disables a webhook that failed for a day",
            "mend what failed, then activate it in Razorpay's dashboard",
        )
        return
    missing = _missing({name for each in active for name in _events(each)})
    if missing:
        yield _finding(
            Severity.ERROR,
            "events",
            f"not subscribed to {', '.join(missing)}",
            f"add them to {active[0]['id']} in Razorpay's dashboard",
        )


def _unseen(patient: Patient, webhooks: Visit) -> Finding:
    known = webhooks.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    why = "does not show an account its webhooks" if known else f"answers HTTP {webhooks.status}"
    return _finding(
        Severity.NOTE,
        "events",
        f"cannot be checked: Razorpay {why}",
        f"see in the dashboard that {patient.door} is active for: {_wanted()}",
    )


def _events(webhook: JsonObject) -> list[str]:
    """A list of names, or in older answers an object of names and switches."""
    events = webhook["events"]
    return [name for name, on in events.items() if on] if isinstance(events, dict) else events


def _missing(heard: set[str]) -> list[str]:
    missing = sorted(NEEDED_EVENTS - heard)
    return missing if EITHER_OF & heard else [" or ".join(sorted(EITHER_OF)), *missing]


def _wanted() -> str:
    return ", ".join([" or ".join(sorted(EITHER_OF)), *sorted(NEEDED_EVENTS)])


def _finding(severity: Severity, check: str, what: str, mend: str) -> Finding:
    return Finding("razorpay", severity, check, what, mend)
