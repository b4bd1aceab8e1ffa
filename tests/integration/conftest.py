"""Everything here runs against the fakes and against the real adapters.

`ORDERLOOM_DYNAMODB_ENDPOINT` names another DynamoDB than the emulator's.
"""

import os
from collections.abc import Iterator

import boto3
import pytest
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.schema import ATTRIBUTE_DEFINITIONS, INDEXES, KEY_SCHEMA
from orderloom.adapters.dynamodb.table import Table

from tests.integration.emulator import PYTHON, REGION, running_emulator
from tests.integration.worlds import DynamoWorld, FakeWorld, World

TABLE = "orderloom-integration"
_ENGINE = "ORDERLOOM_DYNAMODB_ENDPOINT"


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not PYTHON.exists():
        pytest.skip(f"no emulator at {PYTHON}: run `make setup`, or set ORDERLOOM_EMULATOR_PYTHON")
    with running_emulator(tmp_path_factory.mktemp("emulator")) as address:
        yield address


@pytest.fixture
def aws(emulator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment in which every client finds the emulator."""
    engine = os.environ.get(_ENGINE, emulator)
    if _ENGINE in os.environ:
        # Another may be slow, and know no transaction again by its token: it is not asked twice.
        monkeypatch.setattr("orderloom.adapters.dynamodb.table.READ_SECONDS", 60)
    environment = {
        "AWS_ENDPOINT_URL": emulator,
        "AWS_ENDPOINT_URL_DYNAMODB": engine,
        "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": engine,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def created() -> dict[str, str]:
    """What was created so far, by kind; for each file anew, as moto copies a table for each
    transaction.
    """
    return {}


@pytest.fixture
def table(aws: None, created: dict[str, str]) -> Table:  # noqa: ARG001 - sets the environment
    if "table" not in created:
        create_table(TABLE)
        created["table"] = TABLE
    return Table(TABLE)


@pytest.fixture
def seal(aws: None, created: dict[str, str]) -> CredentialSeal:  # noqa: ARG001 - as above
    if "key" not in created:
        created["key"] = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
    return CredentialSeal(created["key"])


@pytest.fixture
def dynamodb(table: Table, seal: CredentialSeal) -> DynamoWorld:
    return DynamoWorld(table, seal)


@pytest.fixture(params=["fake", "dynamodb"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "fake":
        return FakeWorld()
    real: DynamoWorld = request.getfixturevalue("dynamodb")
    return real


def create_table(name: str) -> None:
    """With the keys, indexes and stream of infra/constructs/table.py; replaces an older one."""
    client = boto3.client("dynamodb")
    if name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)
        client.get_waiter("table_not_exists").wait(TableName=name)
    client.create_table(
        TableName=name,
        KeySchema=KEY_SCHEMA,  # type: ignore[arg-type]  # literals, seen as plain strings
        AttributeDefinitions=ATTRIBUTE_DEFINITIONS,  # type: ignore[arg-type]  # as above
        GlobalSecondaryIndexes=INDEXES,  # type: ignore[arg-type]  # as above
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    client.get_waiter("table_exists").wait(TableName=name)
