"""The doctor on the deployed stack: what it finds at the simulated providers."""

import json
from dataclasses import replace
from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonHttp
from orderloom_cli.clients.provider_accounts import StripeAccount
from tests.e2e.command_line import CommandLine
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.world import ADDRESS, Merchant, World


class Practice:
    """`see` examines a merchant: exit code, and the findings as severity, provider and check."""

    def __init__(self, world: World, capture: pytest.CaptureFixture[str]) -> None:
        self.cli = CommandLine.of(world, capture)

    def see(self, merchant: Merchant, *words: str) -> tuple[int, set[tuple[str, str, str]]]:
        code = self.cli.exit_code("doctor", *words, tenant=merchant.tenant_id)
        document: Any = json.loads(self.cli.capture.readouterr().out)
        return code, {
            (found["severity"], found["provider"], found["check"])
            for found in document["tenants"][0]["findings"]
            if found["check"] != "api_version"
        }


@pytest.fixture
def practice(world: World, capsys: pytest.CaptureFixture[str]) -> Practice:
    return Practice(world, capsys)


def at_stripe(world: World, merchant: Merchant) -> tuple[JsonHttp, str]:
    """The merchant's account, and the path of its webhook endpoint."""
    url = f"{world.details.simulator_url}/stripe"
    account = StripeAccount.at(world.transport, url, merchant.stripe_key)
    return account.http, f"/v1/webhook_endpoints/{account.webhook_endpoints()[0]['id']}"


def test_a_healthy_merchant(practice: Practice, merchant: Merchant) -> None:
    assert practice.see(merchant, "--strict") == (0, set())


def test_a_subscription_that_lacks_an_event_or_is_disabled(
    world: World, practice: Practice, merchant: Merchant
) -> None:
    http, endpoint = at_stripe(world, merchant)
    http.form(endpoint, [("enabled_events[]", "payment_intent.succeeded")])
    assert practice.see(merchant) == (1, {("error", "stripe", "events")})
    http.form(endpoint, [("enabled_events[]", "*"), ("disabled", "true")])
    found = {("error", "stripe", "status"), ("note", "stripe", "events")}
    assert practice.see(merchant) == (1, found)
    http.form(endpoint, [("disabled", "false"), ("url", "https://elsewhere.test/hooks")])
    assert practice.see(merchant) == (1, {("error", "stripe", "url")})


def test_a_key_that_is_refused(world: World, practice: Practice, merchant: Merchant) -> None:
    """The simulator knows test keys only, as a live key is refused where there is no live data."""
    secrets = {"signing_secrets": [merchant.signing_secret]}
    world.operator.connect(merchant.tenant_id, "stripe", {"api_key": "sk_live_12345678", **secrets})
    found = {("error", "stripe", "key"), ("error", "stripe", "mode")}
    assert practice.see(merchant) == (1, found)


def test_an_account_at_razorpay(world: World, practice: Practice, merchant: Merchant) -> None:
    account = RazorpayAccount.connected(world, merchant)
    assert practice.see(merchant, "--strict") == (0, set())
    account.disable()
    assert practice.see(merchant) == (1, {("error", "razorpay", "status")})


def test_an_account_that_does_not_show_its_webhooks(
    world: World, practice: Practice, merchant: Merchant
) -> None:
    RazorpayAccount.connected(world, merchant, shows_webhooks=False)
    assert practice.see(merchant, "--strict") == (0, {("note", "razorpay", "events")})


def test_a_secret_that_ends_with_none_to_follow(
    world: World, practice: Practice, merchant: Merchant
) -> None:
    tenant_id = merchant.tenant_id
    done = world.operator.rotate(tenant_id, "stripe", "whsec_of_my_own", overlap_seconds=99)
    world.operator.retire(tenant_id, "stripe", done["signing_secrets"][0]["id"])
    assert practice.see(merchant) == (1, {("error", "stripe", "signing-secret")})


def test_no_such_tenant_and_one_without_connections(
    world: World, practice: Practice, merchant: Merchant
) -> None:
    code, error = practice.cli.refused("doctor", tenant="nobody-here")
    assert (code, error["kind"]) == (3, "refused")
    tenant = {"tenant_id": f"{merchant.tenant_id}-new", "name": "New", "ship_from": ADDRESS}
    world.operator.create_tenant(tenant)
    fresh = replace(merchant, tenant_id=str(tenant["tenant_id"]))
    assert practice.see(fresh) == (1, {("error", "none", "connections")})
