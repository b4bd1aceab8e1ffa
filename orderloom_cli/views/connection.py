"""Connections and their signing secrets."""

from collections.abc import Sequence

from rich.table import Table

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import listing
from orderloom_cli.views.words import moment

_SECRET = ("Signing secret", "Created", "Accepted until", "Hits", "Last hit")
_NUMBERS = frozenset({"Hits"})


def connections_view(connections: Sequence[JsonObject]) -> Table:
    """A row for each signing secret; a provider with a key of its own has one row."""
    table = listing("Provider", "Health", *_SECRET, numbers=_NUMBERS)
    for connection in connections:
        first = (plain(connection["provider"]), _health(connection["health"]))
        for secret in connection["signing_secrets"] or [None]:
            table.add_row(*first, *(_row(secret) if secret else ("its own key", "", "", "", "")))
            first = ("", "")
    return table


def secrets_view(secrets: Sequence[JsonObject]) -> Table:
    table = listing(*_SECRET, numbers=_NUMBERS)
    for secret in secrets:
        table.add_row(*_row(secret))
    return table


def _health(health: JsonObject) -> str:
    """As `impaired: downtime down_1`."""
    subjects = ", ".join(plain(note["subject"]) for note in health["notes"])
    return f"{health['state']}: {subjects}" if subjects else str(health["state"])


def _row(secret: JsonObject) -> tuple[str, ...]:
    until = moment(secret["expires_at"]) if secret["expires_at"] else "retired"
    if not secret["accepted"]:
        until = "expired"
    return (
        plain(secret["id"]),
        moment(secret["created_at"]),
        until,
        str(secret["hits"]),
        moment(secret["last_hit_at"]) if secret["hits"] else "never",
    )
