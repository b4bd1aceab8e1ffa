"""What the provider itself told of an account: refused, restricted, out of order."""

from collections.abc import Iterator

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.doctor.findings import Finding, Severity

_SEVERITIES = {
    "deauthorised": Severity.ERROR,
    "blocked": Severity.ERROR,
    "impaired": Severity.WARNING,
}
_MENDS = {
    "deauthorised": "have the merchant authorise the platform again, then connect it again: "
    "orderloom connections connect",
    "blocked": "have the merchant give the provider what it asks for, in its dashboard",
    "impaired": "see the provider's dashboard and status page; it is told of when it is over",
}


def health_findings(card: JsonObject) -> Iterator[Finding]:
    """`card`: a connection as the operator API shows it."""
    for note in card["health"]["notes"]:
        state = note["state"]
        what = f"{note['subject']} is {state}"
        yield Finding(
            card["provider"],
            _SEVERITIES[state],
            "health",
            f"{what}: {note['detail']}" if note["detail"] else what,
            _MENDS[state],
        )
