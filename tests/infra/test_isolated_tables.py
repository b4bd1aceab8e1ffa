"""Isolated tables are the pooled table once more: as safe, as watched, as reachable."""

import json
from typing import Any

from tests.infra.conftest import Assembly
from tests.infra.test_permissions import actions, statements, statements_of
from tests.infra.test_tenant_access import WITH_A_TENANT

ISOLATED = {"silo-a": "IsolatedSiloA", "silo-b": "IsolatedSiloB"}
DIRECTORY_ONLY = {"Authorize", "IngestWebhook"}


def tables(assembly: Assembly) -> dict[str, dict[str, Any]]:
    return assembly.of_type("AWS::DynamoDB::Table")


def item_actions(granted: list[dict[str, Any]], table: str) -> set[str]:
    """What statements allow with a table's items."""
    return {
        action
        for statement in granted
        if table in json.dumps(statement["Resource"])
        for action in actions(statement)
        if action.startswith("dynamodb:")
    }


def without_key(table: dict[str, Any]) -> dict[str, Any]:
    properties = {**table["Properties"]}
    assert properties["SSESpecification"].pop("KMSMasterKeyId")
    return properties


def test_they_are_tables_like_the_pooled_one(prod: Assembly) -> None:
    found = {name: without_key(table) for name, table in tables(prod).items()}
    assert len(found) == 3
    pooled = next(found[name] for name in found if name.startswith("Data"))
    assert all(properties == pooled for properties in found.values())


def test_each_is_encrypted_with_a_key_of_its_own(prod: Assembly) -> None:
    assert len({name for name in prod.of_type("AWS::KMS::Key") if "Isolated" in name}) == 2


def test_who_works_on_pooled_tenants_may_do_the_same_on_isolated_ones(prod: Assembly) -> None:
    for function in WITH_A_TENANT:
        granted = statements_of(prod, f"{function}TenantAccessRole")
        pooled = item_actions(granted, "DataTable")
        assert pooled
        for table in ISOLATED.values():
            assert item_actions(granted, table) == pooled


def test_who_needs_the_tenant_directory_only_reaches_no_isolated_table(prod: Assembly) -> None:
    for function in DIRECTORY_ONLY:
        for table in ISOLATED.values():
            assert item_actions(statements(prod, function), table) == set()


def test_the_relay_reads_every_stream_each_with_its_own_dead_letters(prod: Assembly) -> None:
    feeds = [
        mapping["Properties"]
        for name, mapping in prod.of_type("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("RelayFeed")
    ]
    sources = {json.dumps(feed["EventSourceArn"]) for feed in feeds}
    letters = {json.dumps(feed["DestinationConfig"]) for feed in feeds}
    assert (len(feeds), len(sources), len(letters)) == (3, 3, 3)


def test_every_function_knows_the_tables_by_name(prod: Assembly) -> None:
    for function in prod.of_type("AWS::Lambda::Function").values():
        told = json.dumps(function["Properties"]["Environment"]["Variables"])
        assert all(name in told for name in ISOLATED)
