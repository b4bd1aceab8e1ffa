"""Each thing that can be wrong with a connection is found, and what to do is said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe as sdk
from orderloom.adapters.razorpay.reader import EITHER_OF
from orderloom.adapters.razorpay.reader import NEEDED_EVENTS as RAZORPAYS
from orderloom.adapters.stripe.reader import NEEDED_EVENTS as STRIPES

from orderloom_cli.doctor import razorpay, shipstation, stripe
from orderloom_cli.doctor.clocks import clock_findings
from orderloom_cli.doctor.findings import Finding, Report, Severity
from orderloom_cli.doctor.health import health_findings
from orderloom_cli.doctor.patient import Patient, Visit
from orderloom_cli.doctor.secrets import secret_findings

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOOR = "https://api/webhooks/stripe/acme"
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

Found = list[tuple[Severity, str]]


def a_patient(provider: str, key: str, *, key_id: str | None = None, stage: str = "dev") -> Patient:
    card: dict[str, Any] = {"provider": provider, "key_id": key_id, "signing_secrets": []}
    return Patient(card=card, door=DOOR, stage=stage, base_url="https://p", api_key=key)


def told(findings: Any) -> Found:
    found: list[Finding] = list(findings)
    assert all(each.what and each.mend for each in found)
    return [(each.severity, each.check) for each in found]


def visited(document: Any = None, status: int = 200) -> Visit:
    return Visit(status, document or {}, NOW)


def an_endpoint(**changes: Any) -> dict[str, Any]:
    return {
        "id": "we_1",
        "url": DOOR,
        "status": "enabled",
        "livemode": False,
        "enabled_events": sorted(STRIPES),
        "api_version": sdk.api_version,
        **changes,
    }


def of_stripe(*endpoints: Any, key: str = "sk_test_1", stage: str = "dev") -> Found:
    patient = a_patient("stripe", key, stage=stage)
    return told(stripe.examine(patient, visited({"data": list(endpoints)})))


def test_a_healthy_account_at_stripe() -> None:
    assert of_stripe(an_endpoint()) == []
    halves = sorted(STRIPES)
    parts = [an_endpoint(enabled_events=half) for half in (halves[::2], halves[1::2])]
    assert of_stripe(*parts) == []


@pytest.mark.parametrize("missing", sorted(STRIPES))
def test_every_event_that_is_acted_on_is_missed(missing: str) -> None:
    events = sorted(STRIPES - {missing})
    assert of_stripe(an_endpoint(enabled_events=events)) == [(ERROR, "events")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"url": "https://elsewhere"}, (ERROR, "url")),
        ({"status": "disabled"}, (ERROR, "status")),
        ({"livemode": True}, (ERROR, "livemode")),
        ({"enabled_events": ["*"]}, (NOTE, "events")),
        ({"api_version": "2019-01-01"}, (NOTE, "api_version")),
        ({"api_version": None}, (NOTE, "api_version")),
    ],
)
def test_what_can_be_wrong_with_an_endpoint(
    changes: dict[str, Any], expected: tuple[Severity, str]
) -> None:
    assert of_stripe(an_endpoint(**changes)) == [expected]


@pytest.mark.parametrize(
    ("key", "stage", "expected"),
    [
        ("sk_live_1", "dev", [(ERROR, "mode"), (ERROR, "livemode")]),
        ("sk_test_1", "prod", [(WARNING, "mode")]),
        ("rk_live_1", "prod", [(ERROR, "livemode")]),
    ],
)
def test_a_key_of_the_wrong_mode(key: str, stage: str, expected: Found) -> None:
    assert of_stripe(an_endpoint(), key=key, stage=stage) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, (ERROR, "key")), (403, (ERROR, "key")), (500, (WARNING, "provider"))],
)
def test_a_key_that_is_refused(status: int, expected: tuple[Severity, str]) -> None:
    answer = visited(status=status)
    assert told(stripe.examine(a_patient("stripe", "sk_test_1"), answer)) == [expected]
    carrier = a_patient("shipstation", "key")
    assert told(shipstation.examine(carrier, answer)) == [expected]
    indian = a_patient("razorpay", "secret", key_id="rzp_test_1")
    assert told(razorpay.examine(indian, answer, answer)) == [expected]


def of_razorpay(webhooks: Visit, key_id: str = "rzp_test_1") -> Found:
    patient = a_patient("razorpay", "secret", key_id=key_id)
    return told(razorpay.examine(patient, visited(), webhooks))


def a_webhook(**changes: Any) -> Visit:
    events = [*RAZORPAYS, "order.paid"]
    hook = {"id": "wh_1", "url": DOOR, "active": True, "events": events, **changes}
    return visited({"items": [hook]})


def test_an_account_at_razorpay() -> None:
    assert of_razorpay(a_webhook()) == []
    switches = dict.fromkeys([*RAZORPAYS, "payment.captured"], 1)
    assert of_razorpay(a_webhook(events=switches)) == []
    assert of_razorpay(a_webhook(events=switches | {"refund.failed": False})) == [(ERROR, "events")]
    assert of_razorpay(a_webhook(events=sorted(RAZORPAYS))) == [(ERROR, "events")]
    assert of_razorpay(a_webhook(events=sorted(EITHER_OF))) == [(ERROR, "events")]
    assert of_razorpay(a_webhook(active=False)) == [(ERROR, "status")]
    assert of_razorpay(a_webhook(url="https://elsewhere")) == [(ERROR, "url")]
    assert of_razorpay(a_webhook(), key_id="rzp_live_1") == [(ERROR, "mode")]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_webhooks_that_are_not_shown_cannot_be_checked(status: int) -> None:
    assert of_razorpay(visited(status=status)) == [(NOTE, "events")]


def test_an_account_at_shipstation() -> None:
    hook = {"url": DOOR, "event": "track_event_v2"}
    patient = a_patient("shipstation", "key")
    assert told(shipstation.examine(patient, visited({"data": [hook]}))) == []
    for other in ([], [{**hook, "event": "batch"}], [{**hook, "url": "https://elsewhere"}]):
        assert told(shipstation.examine(patient, visited({"data": other}))) == [(ERROR, "events")]


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (0, []),
        (29, []),
        (-30, [(WARNING, "clock")]),
        (299, [(WARNING, "clock")]),
        (300, [(ERROR, "clock")]),
        (-9999, [(ERROR, "clock")]),
    ],
)
def test_clocks_that_differ(ahead: int, expected: Found) -> None:
    assert told(clock_findings("stripe", NOW + timedelta(seconds=ahead), NOW)) == expected


def test_an_answer_that_tells_no_time() -> None:
    assert told(clock_findings("stripe", None, NOW)) == [(NOTE, "clock")]


def a_secret(
    *, hours: float = 48, ends: float | None = None, hits: int = 5, last: float | None = 0.1
) -> dict[str, Any]:
    """Made `hours` ago, ending in `ends` hours, hit last `last` hours ago."""
    return {
        "id": "whs_1",
        "created_at": (NOW - timedelta(hours=hours)).isoformat(),
        "expires_at": None if ends is None else (NOW + timedelta(hours=ends)).isoformat(),
        "accepted": ends is None or ends > 0,
        "hits": hits,
        "last_hit_at": (NOW - timedelta(hours=last)).isoformat() if last and hits else None,
    }


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        ([], []),
        ([a_secret()], []),
        ([a_secret(hits=0, hours=0.5)], []),
        ([a_secret(hits=0)], [WARNING]),
        ([a_secret(hits=0), a_secret(ends=3)], [WARNING]),
        ([a_secret(), a_secret(ends=3)], []),
        ([a_secret(), a_secret(ends=3, last=2)], [NOTE]),
        ([a_secret(ends=-1)], [ERROR]),
        ([a_secret(ends=3)], [ERROR]),
        ([a_secret(ends=48)], [WARNING]),
    ],
)
def test_signing_secrets(secrets: list[dict[str, Any]], expected: list[Severity]) -> None:
    found = told(secret_findings("stripe", secrets, NOW))
    assert found == [(severity, "signing-secret") for severity in expected]


def test_the_worst_stands_first() -> None:
    made = [Finding("p", severity, "c", "w", "m") for severity in (NOTE, ERROR, WARNING)]
    report = Report.of("acme", ["p"], made)
    assert [found.severity for found in report.findings] == [ERROR, WARNING, NOTE]


@pytest.mark.parametrize(
    ("state", "severity"), [("deauthorised", ERROR), ("blocked", ERROR), ("impaired", WARNING)]
)
def test_an_account_its_provider_says_is_unwell(state: str, severity: Severity) -> None:
    note = {"subject": "payouts", "state": state, "detail": "account_closed"}
    card = {"provider": "stripe", "health": {"state": state, "notes": [note]}}
    assert told(health_findings(card)) == [(severity, "health")]
    (found,) = health_findings(card)
    assert "account_closed" in found.what


def test_a_well_account_has_nothing_to_tell() -> None:
    assert told(health_findings({"provider": "x", "health": {"state": "well", "notes": []}})) == []
