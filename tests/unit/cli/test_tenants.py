import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.harness import CommandLine

TENANT = {
    "tenant_id": "acme",
    "name": "Acme",
    "ship_from": {"city": "Oakland"},
    "payment_window_seconds": 1800,
    "max_payment_attempts": 1,
    "retention_days": 90,
    "created_at": "2026-11-21T05:22:16.542559Z",
    "connections": [],
}


def test_a_tenant_is_created_and_its_key_shown_once(cli: CommandLine, tmp_path: Path) -> None:
    address = tmp_path / "address.json"
    address.write_text('{"city": "Oakland"}')
    cli.transport.answers = {"POST /operator/tenants": (201, {**TENANT, "api_key": "olk_1"})}
    outcome = cli.run(
        *("tenants", "create", "acme", "--ship-from", str(address), "--retention-days", "400")
    )
    assert outcome.code == 0
    assert "olk_1" in outcome.out
    body = json.loads(cli.transport.requests[0].body or b"")
    assert body == {
        "tenant_id": "acme",
        "name": "acme",
        "ship_from": {"city": "Oakland"},
        "retention_days": 400,
    }


def test_a_providers_key_comes_from_the_environment(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERLOOM_PROVIDER_API_KEY", "sk_1")
    cli.transport.answers = {"PUT /connections/stripe": (200, {"provider": "stripe"})}
    secrets = ["--signing-secret", "whsec_1", "--signing-secret", "whsec_2"]
    outcome = cli.run("tenants", "connect", "acme", "stripe", *secrets)
    assert outcome.code == 0
    body = json.loads(cli.transport.requests[0].body or b"")
    assert body == {"api_key": "sk_1", "signing_secrets": ["whsec_1", "whsec_2"]}
    assert "sk_1" not in outcome.out + outcome.err


def test_a_key_with_an_id_is_sent_whole(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERLOOM_PROVIDER_API_KEY", "the secret half")
    cli.transport.answers = {"PUT /connections/razorpay": (200, {"provider": "razorpay"})}
    named = ["--key-id", "rzp_test_1", "--signing-secret", "dashboard"]
    assert cli.run("tenants", "connect", "acme", "razorpay", *named).code == 0
    assert json.loads(cli.transport.requests[0].body or b"") == {
        "api_key": "the secret half",
        "key_id": "rzp_test_1",
        "signing_secrets": ["dashboard"],
    }


def test_or_from_standard_input(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORDERLOOM_PROVIDER_API_KEY", raising=False)
    cli.transport.answers = {"PUT /connections/stripe": (200, {})}
    monkeypatch.setattr("sys.stdin", io.StringIO("sk_2\n"))
    assert cli.run("tenants", "connect", "acme", "stripe").code == 0
    assert json.loads(cli.transport.requests[0].body or b"") == {"api_key": "sk_2"}
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.run("tenants", "connect", "acme", "stripe").code == 2


def test_a_tenant_is_shown(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /operator/tenants/acme": (200, TENANT)}
    assert "nothing yet" in cli.run("tenants", "show", "acme").out
    assert cli.run("tenants", "show", "acme", "--json").document == TENANT


def test_unclaimed_webhooks_are_listed(cli: CommandLine) -> None:
    event = {
        "provider": "stripe",
        "event_id": "evt_1",
        "object_id": "pi_1",
        "received_at": "2026-11-21T05:22:16.542559Z",
    }
    cli.transport.answers = {"GET /unclaimed-events": (200, {"data": [event]})}
    outcome = cli.run("tenants", "unclaimed", "acme")
    assert outcome.code == 0
    assert "evt_1" in outcome.out
