"""Details of the templates that are easy to lose and expensive to miss."""

import json
from typing import Any

from tests.infra.conftest import Assembly


def properties(assembly: Assembly, kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in assembly.of_type(kind).values()]


def test_the_deployed_saga_keeps_its_null_result_paths(prod: Assembly) -> None:
    (machine,) = properties(prod, "AWS::StepFunctions::StateMachine")
    parts = machine["DefinitionString"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else "ARN" for part in parts)
    tasks = [state for state in json.loads(text)["States"].values() if state["Type"] == "Task"]
    assert [state["ResultPath"] for state in tasks] == [None] * 7


def test_every_work_queue_has_a_dead_letter_queue(prod: Assembly) -> None:
    queues = properties(prod, "AWS::SQS::Queue")
    assert len([queue for queue in queues if "RedrivePolicy" in queue]) == 4
    assert len(queues) == 14
    assert all(queue["SqsManagedSseEnabled"] for queue in queues)


def test_each_book_of_the_providers_records_has_a_schedule_of_its_own(
    prod: Assembly, local: Assembly
) -> None:
    def schedules(assembly: Assembly) -> dict[str, str]:
        return {
            json.loads(target["Input"])["book"]: rule["ScheduleExpression"]
            for rule in properties(assembly, "AWS::Events::Rule")
            for target in rule["Targets"]
            if "sweep_everybody" in str(target.get("Input"))
        }

    wanted = {"events": "15 minutes", "payments": "10 minutes", "payouts": "6 hours"}
    wanted["parcels"] = "15 minutes"
    assert schedules(prod) == {book: f"rate({every})" for book, every in wanted.items()}
    states = {rule["State"] for rule in properties(local, "AWS::Events::Rule")}
    assert states == {"DISABLED"}  # tests send the messages themselves


def test_the_relay_hears_of_orders_events_contention_and_drains_only(prod: Assembly) -> None:
    relay, *others = (
        mapping
        for mapping in properties(prod, "AWS::Lambda::EventSourceMapping")
        if "FilterCriteria" in mapping and "INSERT" in json.dumps(mapping["FilterCriteria"])
    )
    assert [it["FilterCriteria"] for it in others] == [relay["FilterCriteria"]] * 2
    patterns = [json.loads(it["Pattern"]) for it in relay["FilterCriteria"]["Filters"]]
    assert [pattern["eventName"] for pattern in patterns] == [["INSERT"]] * 4
    keys = [pattern["dynamodb"]["Keys"]["SK"]["S"][0]["prefix"] for pattern in patterns]
    assert keys == ["PLACED", "EVENT#", "CONTENDED", "STEP#"]
    assert relay["BisectBatchOnFunctionError"]
    assert "OnFailure" in relay["DestinationConfig"]


def test_the_table_is_recoverable_encrypted_protected_and_streams_both_images(
    prod: Assembly,
) -> None:
    table = properties(prod, "AWS::DynamoDB::Table")[0]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"]
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["SSESpecification"]["SSEType"] == "KMS"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    indexes = {it["IndexName"]: it["Projection"] for it in table["GlobalSecondaryIndexes"]}
    assert indexes == {
        "orders-by-created": {"ProjectionType": "KEYS_ONLY"},
        "orders-by-customer": {"ProjectionType": "KEYS_ONLY"},
        "attention": {"ProjectionType": "KEYS_ONLY"},
    }


def test_only_the_webhook_routes_are_open(prod: Assembly) -> None:
    routes = {
        route["RouteKey"]: route.get("AuthorizationType")
        for route in properties(prod, "AWS::ApiGatewayV2::Route")
    }
    assert routes == {
        "POST /webhooks/{provider}": "NONE",
        "POST /webhooks/{provider}/{tenant_id}": "NONE",
        "POST /webhooks/{provider}/{tenant_id}/token": "NONE",
        "ANY /v1/{proxy+}": "CUSTOM",
        "ANY /v1/rates": "CUSTOM",
        "ANY /operator/{proxy+}": "CUSTOM",
    }


def test_functions_run_on_arm64_python_3_13_with_both_layers(prod: Assembly) -> None:
    for function in properties(prod, "AWS::Lambda::Function"):
        assert function["Runtime"] == "python3.13"
        assert function["Architectures"] == ["arm64"]
        assert len(function["Layers"]) == 2
        assert function["Handler"] == "handler.handler"


def test_every_log_group_has_an_end(prod: Assembly) -> None:
    groups = properties(prod, "AWS::Logs::LogGroup")
    assert len(groups) == 21
    assert all("RetentionInDays" in group for group in groups)


def test_providers_are_simulated_locally_and_real_on_aws(local: Assembly, prod: Assembly) -> None:
    def addresses(assembly: Assembly) -> set[str]:
        return {
            value
            for function in properties(assembly, "AWS::Lambda::Function")
            for name, value in function["Environment"]["Variables"].items()
            if name.endswith(("_BASE_URL", "_JWKS_URL"))
        }

    assert all(address.startswith("http://127.0.0.1:") for address in addresses(local))
    at_their_own = ""
    assert addresses(prod) == {"https://api.shipengine.com/jwks", at_their_own}
