"""Forty functions share an account at a carrier: one token, and its limit as the carrier counts."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from orderloom.adapters.carrier_accounts import CarrierAccounts
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.access_tokens import DynamoAccessTokens
from orderloom.adapters.dynamodb.call_budget import DynamoCallBudget
from orderloom.adapters.fedex.carrier import FedexCarrier
from orderloom.adapters.fedex.http import FedexAccount
from orderloom.adapters.system_clock import SystemClock
from orderloom.domain.tenant import Connection
from orderloom.ports.call_budget import CallLimit
from pydantic import SecretStr

from orderloom_cli.local.ports import LOOPBACK, free_ports
from orderloom_cli.local.processes import end
from orderloom_cli.local.readiness import wait_until_ready
from orderloom_cli.local.simulator import HEALTH_PATH, start_simulator
from tests.builders.tenants import a_tenant
from tests.fakes.tenants import FakeTenants
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld

FUNCTIONS = 40
CALLS_EACH = 2
TEN_A_SECOND = CallLimit(10, 1)
_STARTS_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class Fedex:
    """The carrier's side of the account."""

    base_url: str
    key: str

    def books(self, key: str = "") -> Any:
        return httpx.get(f"{self.base_url}/_control/books").json()["fedex"][key or self.key]

    def allow(self, limit: CallLimit) -> None:
        wanted = {"calls": limit.calls, "seconds": limit.seconds}
        path = f"/_control/fedex/accounts/{self.key}/limit"
        httpx.post(self.base_url + path, json=wanted).raise_for_status()


@pytest.fixture
def fedex(tmp_path: Path, dynamodb: DynamoWorld) -> Iterator[Fedex]:
    (port,) = free_ports(1)
    process = start_simulator(tmp_path, port=port, retry_scale=1, outlive_parent=False)
    try:
        wait_until_ready(process, port=port, path=HEALTH_PATH, seconds=_STARTS_WITHIN_SECONDS)
        yield Fedex(f"http://{LOOPBACK}:{port}", dynamodb.tenant_id)
    finally:
        end([process])


@pytest.fixture
def function(
    fedex: Fedex, dynamodb: DynamoWorld, seal: CredentialSeal
) -> Callable[[], FedexCarrier]:
    """A cold one, with a client, a budget and a memory for tokens of its own."""
    clock, table = SystemClock(), dynamodb.table
    account = FedexAccount(fedex.key, "a secret word", "740561073")

    def made() -> FedexCarrier:
        patience = timedelta(minutes=1)
        budget = DynamoCallBudget(table, dynamodb.tenant_id, clock, patience=patience)
        return FedexCarrier(
            account,
            DynamoAccessTokens(table, dynamodb.tenant_id, seal, clock),
            clock,
            base_url=f"{fedex.base_url}/fedex",
            before_each=lambda _: budget.spend("fedex", TEN_A_SECOND),
        )

    return made


@pytest.mark.alone
def test_forty_cold_functions_log_in_once(
    fedex: Fedex, function: Callable[[], FedexCarrier]
) -> None:
    functions = [function() for _ in range(FUNCTIONS)]
    with ThreadPoolExecutor(FUNCTIONS) as pool:
        ways = list(pool.map(lambda one: one.track("7", "794600000000"), functions))
    assert ways == [()] * FUNCTIONS
    books = fedex.books()
    assert books["log_ins"] == 1
    assert books["calls"]["count"] == FUNCTIONS + 1


@pytest.mark.alone
def test_forty_functions_use_the_limit_and_never_break_it(
    fedex: Fedex, function: Callable[[], FedexCarrier]
) -> None:
    """The carrier itself would answer the eleventh call of a second with 429.

    Each has called once before: forty clients made in one process take it seconds.
    """
    functions = [function() for _ in range(FUNCTIONS)]
    with ThreadPoolExecutor(FUNCTIONS) as pool:
        list(pool.map(lambda one: one.track("7", "794600000000"), functions))
        fedex.allow(TEN_A_SECOND)
        list(pool.map(lambda one: one.track("7", "794600000000"), functions * CALLS_EACH))
    calls = fedex.books()["calls"]
    used = (calls["count"] - 1) / calls["seconds"] / TEN_A_SECOND.calls
    print(f"busiest second: {calls['busiest']} calls; {used:.0%} of the limit used")  # noqa: T201
    assert calls["count"] == FUNCTIONS * CALLS_EACH
    assert calls["busiest"] <= TEN_A_SECOND.calls
    assert used >= 0.9


def test_what_is_known_of_an_account_is_kept_between_orders(
    fedex: Fedex, dynamodb: DynamoWorld, seal: CredentialSeal
) -> None:
    """Its token and its turns; of another account nothing is known, but under its own name."""
    tenants = FakeTenants(a_tenant(dynamodb.tenant_id))
    accounts = CarrierAccounts(
        tenants=tenants, seal=seal, clock=dynamodb.clock, simulated=fedex.base_url
    )

    def connected(key: str, secret: str) -> None:
        connection = Connection(
            provider="fedex",
            api_key=SecretStr(secret),
            key_id=key,
            details={"account_number": "740561073"},
        )
        tenants.connect(dynamodb.tenant_id, connection)

    def an_order_asks() -> list[str]:
        with recorded() as requests:
            found = accounts.of(dynamodb.tenant_id, dynamodb.table)
            assert found["fedex"].track("7", "794600000000") == ()
        return [operation for operation, _ in requests]

    def log_ins(key: str) -> int:
        return int(fedex.books(key)["log_ins"])

    connected(fedex.key, "a secret word")
    assert len(an_order_asks()) > 2
    assert an_order_asks() == []
    connected(fedex.key, "another")
    assert "GetItem" in an_order_asks()
    assert log_ins(fedex.key) == 1
    connected(f"{fedex.key}-2", "a secret word")
    an_order_asks()
    assert (log_ins(fedex.key), log_ins(f"{fedex.key}-2")) == (1, 1)
