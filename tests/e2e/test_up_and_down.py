"""`make up` leaves everything running for other programs, `make down` ends it."""

import json
import stat
import subprocess
import sys

import pytest

from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.clients.shopper import Shopper
from orderloom_cli.clients.transport import HttpTransport
from orderloom_cli.local import LocalEnvironment
from orderloom_cli.local_file import LOCAL_FILE
from orderloom_cli.seeding.catalogue import order_for
from tests.e2e.waiting import eventually


def orderloom(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from orderloom_cli.main import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)


def test_what_up_leaves_running_takes_an_order_until_down() -> None:
    if LocalEnvironment().is_running():
        pytest.skip("`make up` runs in this checkout already, and is not this test's to end")
    try:
        up = orderloom("up")
        assert up.returncode == 0, up.stderr
        told = json.loads(LOCAL_FILE.read_text())
        assert stat.S_IMODE(LOCAL_FILE.stat().st_mode) == 0o600
        assert told["operator_key"].startswith("olo_")
        assert [set(tenant) >= {"id", "api_key", "signing_secrets"} for tenant in told["tenants"]]
        assert len(told["tenants"]) == 2

        tenant, transport = told["tenants"][0], HttpTransport()
        api = MerchantApi.as_merchant(transport, told["api_url"], tenant["api_key"])
        order_id = api.place(order_for("TEA-250", 1, "up"), idempotency_key="up")["id"]
        payment = eventually(
            lambda: api.order(order_id)["payment"], until=lambda p: p["client_secret"] is not None
        )
        Shopper.at(
            transport, f"{told['simulator_url']}/stripe", tenant["stripe_publishable_key"]
        ).pay(payment["intent_id"], payment["client_secret"])
        eventually(lambda: api.order(order_id)["status"], until=lambda s: s == "labelled")

        again = orderloom("up", "--json")
        assert (again.returncode, json.loads(again.stdout)) == (0, told)
        status = orderloom("status")
        assert status.returncode == 0
        assert "inbound" in status.stdout
    finally:
        down = orderloom("down")
    assert down.returncode == 0
    assert "emulator" in down.stdout
    assert not LOCAL_FILE.exists()
    assert not LocalEnvironment().is_running()
    assert "Nothing was running" in orderloom("down").stdout
