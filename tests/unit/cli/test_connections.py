import io
import json
from typing import Any

import pytest

from tests.unit.cli.harness import CommandLine

BASE = "/operator/tenants/acme/connections"
SECRET = {
    "id": "whs_000000000001",
    "created_at": "2026-11-21T05:22:16.542559Z",
    "expires_at": None,
    "accepted": True,
    "hits": 12,
    "last_hit_at": "2026-11-21T06:00:00Z",
}
OLD = {
    **SECRET,
    "id": "whs_000000000002",
    "expires_at": "2026-11-22T05:22:16Z",
    "hits": 0,
    "last_hit_at": None,
}
RING = {
    "provider": "stripe",
    "signing_secrets": [SECRET, OLD],
    "everywhere_at": "2026-11-21T06:01:00Z",
}


def body(cli: CommandLine) -> Any:
    return json.loads(cli.transport.requests[-1].body or b"null")


def test_connections_are_listed_secret_by_secret(cli: CommandLine) -> None:
    down = {"subject": "payouts", "state": "impaired", "detail": "account_closed"}
    sick = {"state": "impaired", "notes": [down]}
    stripe = {"provider": "stripe", "signing_secrets": [SECRET, OLD], "health": sick}
    well = {"state": "well", "notes": []}
    shipstation = {"provider": "shipstation", "signing_secrets": [], "health": well}
    listed = {"data": [shipstation, stripe]}
    cli.transport.answers = {f"GET {BASE}": (200, listed)}
    outcome = cli.run("connections", "list", tenant="acme")
    assert outcome.code == 0
    for told in ("its own key", SECRET["id"], "12", "never", "2026-11-22 05:22:16"):
        assert str(told) in outcome.out
    assert cli.run("connections", "list", "--json", tenant="acme").document == listed


def test_a_provider_is_connected(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERLOOM_PROVIDER_API_KEY", "sk_1")
    cli.transport.answers = {f"PUT {BASE}/stripe": (200, {"provider": "stripe"})}
    options = ["--signing-secret", "whsec_1"]
    outcome = cli.run("connections", "connect", "stripe", *options, tenant="acme")
    assert outcome.code == 0
    assert body(cli) == {"api_key": "sk_1", "signing_secrets": ["whsec_1"]}


def test_a_carriers_account_is_connected_with_its_details(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERLOOM_PROVIDER_API_KEY", "word")
    cli.transport.answers = {f"PUT {BASE}/fedex.second": (200, {"provider": "fedex.second"})}
    options = ["--key-id", "k1", "--detail", "account_number=740561073"]
    outcome = cli.run("connections", "connect", "fedex.second", *options, tenant="acme")
    assert outcome.code == 0
    details = {"account_number": "740561073"}
    assert body(cli) == {"api_key": "word", "key_id": "k1", "details": details}


@pytest.mark.parametrize("detail", ["account_number", "=7", "account_number="])
def test_half_a_detail_is_refused(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, detail: str
) -> None:
    monkeypatch.setenv("ORDERLOOM_PROVIDER_API_KEY", "word")
    outcome = cli.run("connections", "connect", "fedex", "--detail", detail, tenant="acme")
    assert (outcome.code, cli.transport.requests) == (2, [])
    assert "NAME=VALUE" in outcome.err


def test_a_secret_is_rotated_and_never_shown(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERLOOM_SIGNING_SECRET", "whsec_new")
    cli.transport.answers = {f"POST {BASE}/stripe/signing-secrets": (201, RING)}
    outcome = cli.run("connections", "rotate", "stripe", tenant="acme")
    assert outcome.code == 0
    assert body(cli) == {"signing_secret": "whsec_new"}
    assert f"{SECRET['id']} is accepted" in outcome.out
    assert "whsec_new" not in outcome.out + outcome.err
    cli.run("connections", "rotate", "stripe", "--overlap", "0", tenant="acme")
    assert body(cli) == {"signing_secret": "whsec_new", "overlap_seconds": 0}
    assert cli.run("connections", "rotate", "stripe", "--overlap", "-1", tenant="acme").code == 2


def test_no_secret_is_no_rotation(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORDERLOOM_SIGNING_SECRET", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    outcome = cli.run("connections", "rotate", "stripe", tenant="acme")
    assert (outcome.code, cli.transport.requests) == (2, [])


def test_a_secret_is_retired(cli: CommandLine) -> None:
    gone = {**RING, "signing_secrets": [SECRET]}
    path = f"{BASE}/stripe/signing-secrets/{OLD['id']}"
    cli.transport.answers = {f"DELETE {path}": (200, gone)}
    outcome = cli.run("connections", "retire", "stripe", str(OLD["id"]), tenant="acme")
    assert outcome.code == 0
    assert f"{OLD['id']} is retired" in outcome.out


def test_the_last_is_kept(cli: CommandLine) -> None:
    path = f"{BASE}/stripe/signing-secrets/whs_1"
    problem = {"type": "urn:orderloom:problem:conflict", "detail": "it is the only one"}
    cli.transport.answers = {f"DELETE {path}": (409, problem)}
    outcome = cli.run("connections", "retire", "stripe", "whs_1", tenant="acme")
    assert (outcome.code, "only one" in outcome.err) == (4, True)
