"""Signing secrets that end, or that nobody signs with."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.doctor.findings import Finding, Severity

_SOON = timedelta(hours=24)
_SETTLED = timedelta(hours=1)
"""A secret that is younger may well have no hits yet."""


def secret_findings(provider: str, secrets: list[JsonObject], now: datetime) -> Iterator[Finding]:
    """`secrets` newest first, as the operator API shows them."""
    accepted = [secret for secret in secrets if secret["accepted"]]
    if secrets and not accepted:
        yield Finding(
            provider,
            Severity.ERROR,
            "signing-secret",
            "no signing secret is accepted: every webhook is refused",
            f"add the provider's current one: orderloom connections rotate {provider}",
        )
    elif accepted:
        yield from _ending(provider, accepted, now)
        yield from _unused(provider, accepted, now)


def _ending(provider: str, accepted: list[JsonObject], now: datetime) -> Iterator[Finding]:
    ends = [secret["expires_at"] for secret in accepted]
    if None in ends:
        return
    last = max(datetime.fromisoformat(end) for end in ends)
    yield Finding(
        provider,
        Severity.ERROR if last - now < _SOON else Severity.WARNING,
        "signing-secret",
        f"every signing secret ends, the last at {last:%Y-%m-%d %H:%M} UTC",
        f"add one that stays: orderloom connections rotate {provider}",
    )


def _unused(provider: str, accepted: list[JsonObject], now: datetime) -> Iterator[Finding]:
    newest, *earlier = accepted
    if now - datetime.fromisoformat(newest["created_at"]) < _SETTLED:
        return
    if newest["hits"]:
        for secret in earlier:
            if not _hit_lately(secret, now):
                yield Finding(
                    provider,
                    Severity.NOTE,
                    "signing-secret",
                    f"{secret['id']} was not used for an hour, and is still accepted",
                    f"orderloom connections retire {provider} {secret['id']}",
                )
        return
    ends = earlier[0]["expires_at"] if earlier else None
    what = f"no webhook came with {newest['id']} yet"
    if ends:
        what += f", and the one before ends at {ends}"
    yield Finding(
        provider,
        Severity.WARNING,
        "signing-secret",
        what,
        "make the provider sign with it, or see whether its webhooks come at all",
    )


def _hit_lately(secret: JsonObject, now: datetime) -> bool:
    last = secret["last_hit_at"]
    return last is not None and now - datetime.fromisoformat(last) < _SETTLED
