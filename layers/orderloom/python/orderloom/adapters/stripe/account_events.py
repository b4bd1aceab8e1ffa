"""What Stripe's events say of the account itself: its health, and that it was paid out."""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.domain.connection_health import AUTHORISATION, HealthNote, HealthState
from orderloom.domain.facts import ConnectionFact, EventSource

_PAID_OUT = frozenset({"payout.paid", "payout.failed", "payout.reconciliation_completed"})
HEALTH_EVENTS = frozenset(
    {"account.updated", "account.application.deauthorized", "capability.updated"}
)
ACCOUNT_EVENTS = HEALTH_EVENTS | _PAID_OUT
_FINE = frozenset({"active", "unrequested"})
"""Of a capability: it works, or nobody asked for it."""


def account_fact(payload: Fields, source: EventSource) -> ConnectionFact:
    """Raises MalformedEvent."""
    subject = read.child(read.child(payload, "data"), "object")
    told = _TOLD.get(source.event_type)
    note = None
    if told is not None:
        note = HealthNote(told_at=source.occurred_at, event_id=source.event_id, **told(subject))
    return ConnectionFact(
        source=source,
        account=read.optional_text(payload, "account") or OWN_ACCOUNT,
        note=note,
        pays_out=source.event_type in _PAID_OUT,
    )


def _account(account: Fields) -> dict[str, Any]:
    needs = read.child(account, "requirements")
    overdue = [name for name in needs.get("past_due") or () if isinstance(name, str)]
    state = HealthState.WELL
    if account.get("payouts_enabled") is False or overdue:
        state = HealthState.IMPAIRED
    if account.get("charges_enabled") is False:
        state = HealthState.BLOCKED
    reasons = [read.optional_text(needs, "disabled_reason"), ", ".join(overdue)]
    return {"subject": "account", "state": state, "detail": "; ".join(filter(None, reasons))}


def _capability(capability: Fields) -> dict[str, Any]:
    status = read.text(capability, "status")
    return {
        "subject": f"capability {read.object_id(capability, 'id')}",
        "state": HealthState.WELL if status in _FINE else HealthState.IMPAIRED,
        "detail": status,
    }


def _deauthorised(application: Fields) -> dict[str, Any]:
    name = read.optional_text(application, "name") or read.optional_text(application, "id")
    return {"subject": AUTHORISATION, "state": HealthState.DEAUTHORISED, "detail": name or ""}


def _paid_out(payout: Fields) -> dict[str, Any]:
    failed = read.optional_text(payout, "status") == "failed"
    code = read.optional_text(payout, "failure_code") or "failed"
    return {
        "subject": "payouts",
        "state": HealthState.IMPAIRED if failed else HealthState.WELL,
        "detail": code if failed else "",
    }


_TOLD = {
    "account.updated": _account,
    "capability.updated": _capability,
    "account.application.deauthorized": _deauthorised,
    "payout.paid": _paid_out,
    "payout.failed": _paid_out,
}
