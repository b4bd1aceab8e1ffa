"""Circuits in DynamoDB: what one environment knows, all know; one of them probes."""

from datetime import UTC, datetime

import boto3
import pytest
from aws_lambda_powertools.utilities.circuit_breaker import CircuitBreakerConfig, CircuitState
from orderloom import keys
from orderloom.adapters.dynamodb.breaker_store import BreakerStore, circuit_name
from orderloom.adapters.dynamodb.table import Table

from tests.integration.conftest import TABLE
from tests.integration.worlds import DynamoWorld

NOW = int(datetime.now(UTC).timestamp())
CONFIG = CircuitBreakerConfig(recovery_timeout=30, local_cache_max_age=0)


class Environments:
    """Two execution environments that look at one circuit."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id, self.name = tenant_id, circuit_name(tenant_id, "stripe")
        self.one, self.other = BreakerStore(lambda _: table), BreakerStore(lambda _: table)
        for store in (self.one, self.other):
            store.configure(CONFIG, self.name)

    @property
    def item(self) -> dict[str, dict[str, str]]:
        pk, sk = keys.circuit(self.tenant_id, "stripe")
        answer = boto3.client("dynamodb").get_item(
            TableName=TABLE, Key={"PK": {"S": pk}, "SK": {"S": sk}}
        )
        found: dict[str, dict[str, str]] = answer["Item"]  # type: ignore[assignment]
        return found


@pytest.fixture
def environments(dynamodb: DynamoWorld) -> Environments:
    return Environments(dynamodb.table, dynamodb.tenant_id)


def test_what_was_never_down_is_closed_and_costs_no_item(environments: Environments) -> None:
    assert environments.one.get_state(environments.name).state is CircuitState.CLOSED


def test_all_learn_that_a_circuit_opened(environments: Environments) -> None:
    environments.one.save_open(environments.name, failure_count=5, opened_at=NOW)
    found = environments.other.get_state(environments.name)
    assert (found.state, found.opened_at, found.failure_count) == (CircuitState.OPEN, NOW, 5)
    assert int(environments.item["expires_at"]["N"]) > NOW + 3600


def test_one_is_elected_to_try(environments: Environments) -> None:
    name = environments.name
    environments.one.save_open(name, failure_count=5, opened_at=NOW - 60)
    assert not environments.other.try_acquire_half_open(name, "late", NOW - 61)
    assert environments.one.try_acquire_half_open(name, "a", NOW - 60)
    assert not environments.other.try_acquire_half_open(name, "b", NOW - 60)
    assert environments.other.get_state(name).half_open_owner == "a"


def test_a_prober_that_went_away_is_followed_by_another(environments: Environments) -> None:
    name = environments.name
    environments.one.save_open(name, failure_count=5, opened_at=NOW - 60)
    assert environments.one.try_acquire_half_open(name, "a", NOW - 60)
    pk, sk = keys.circuit(environments.tenant_id, "stripe")
    boto3.client("dynamodb").update_item(
        TableName=TABLE,
        Key={"PK": {"S": pk}, "SK": {"S": sk}},
        UpdateExpression="SET probe_lease_expiry = :past",
        ExpressionAttributeValues={":past": {"N": str(NOW - 1)}},
    )
    assert environments.other.try_acquire_half_open(name, "b", NOW - 60)


def test_closed_and_opened_again_nobody_holds_it(environments: Environments) -> None:
    name = environments.name
    environments.one.save_open(name, failure_count=5, opened_at=NOW - 60)
    environments.one.try_acquire_half_open(name, "a", NOW - 60)
    environments.one.save_reopen(name, opened_at=NOW)
    assert environments.other.try_acquire_half_open(name, "b", NOW)
    environments.other.save_closed(name)
    assert environments.one.get_state(name).state is CircuitState.CLOSED
    left = {"half_open_owner", "opened_at", "probe_lease_expiry"}
    assert not left & environments.item.keys()
