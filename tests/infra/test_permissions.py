"""Each function may do what it must, and nothing else."""

import json
import re
from typing import Any

import pytest

from tests.infra.conftest import Assembly

STEP = {
    *("dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem"),
    *("dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"),
}
ASSUME = {"sts:AssumeRole", "sts:TagSession"}
CONSUME = {
    *("sqs:ChangeMessageVisibility", "sqs:DeleteMessage"),
    *("sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
}
STREAM = {
    *("dynamodb:DescribeStream", "dynamodb:GetRecords"),
    *("dynamodb:GetShardIterator", "dynamodb:ListStreams"),
}
# Who may not list a bucket is not told that an object is missing.
READ_ARCHIVE = {"s3:GetObject", "s3:ListBucket"}
ANSWER = {"states:SendTaskFailure", "states:SendTaskSuccess"}
# Every function writes its log and may be traced; the table's key goes with
# the table.
COMMON = {
    *("logs:CreateLogStream", "logs:PutLogEvents"),
    *("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
}

EXPECTED = {
    "IngestWebhook": {
        *("dynamodb:GetItem", "secretsmanager:GetSecretValue", "sqs:SendMessage"),
    },
    "Authorize": {"dynamodb:GetItem", "secretsmanager:GetSecretValue"},
    "MerchantApi": {*ASSUME, *READ_ARCHIVE, "secretsmanager:GetSecretValue"},
    "ApplyEvent": {*ASSUME, *CONSUME, *READ_ARCHIVE, "sqs:SendMessage"},
    "ArchiveOrder": {
        *(*ASSUME, *STREAM, *READ_ARCHIVE, "s3:PutObject"),
        *("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"),
    },
    "Relay": {
        *(*ASSUME, *STREAM),
        *("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"),
    },
    "DriveSaga": {*ASSUME, *CONSUME, *ANSWER, "sqs:SendMessage", "states:StartExecution"},
    "QuoteRates": ASSUME,
    "OperatorApi": {*ASSUME, "dynamodb:GetItem", "dynamodb:PutItem"},
    "ReconcileStock": {*ASSUME, *CONSUME, "dynamodb:Query", "sqs:SendMessage"},
    "SweepGaps": {*ASSUME, *CONSUME, "dynamodb:Query", "sqs:SendMessage"},
    "ExamineConnection": {*ASSUME, "dynamodb:Query", "sqs:SendMessage"},
    "ReserveStock": ASSUME,
    "AwaitPayment": {*ASSUME, *ANSWER},
    "ArrangeShipping": {*ASSUME, "dynamodb:GetItem", "s3:PutObject"},
    "VoidLabel": ASSUME,
    "RefundPayment": ASSUME,
    "ReleaseStock": ASSUME,
    "OpenTask": ASSUME,
}
"""Of the function's own role; with a tenant's credentials: test_tenant_access.py."""


def statements(assembly: Assembly, function: str) -> list[dict[str, Any]]:
    """What the function's own role is allowed."""
    return statements_of(assembly, f"{function}Role")


def statements_of(assembly: Assembly, role_prefix: str) -> list[dict[str, Any]]:
    (role,) = (
        name
        for name in assembly.of_type("AWS::IAM::Role")
        if re.fullmatch(f"{role_prefix}[0-9A-F]{{8}}", name)
    )
    return [
        statement
        for policy in assembly.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Properties"]["Roles"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def actions(statement: dict[str, Any]) -> set[str]:
    named = statement["Action"]
    return {named} if isinstance(named, str) else set(named)


def credentials_actions(assembly: Assembly, function: str) -> set[str]:
    return {
        action
        for statement in statements(assembly, function)
        if "CredentialsKey" in json.dumps(statement["Resource"])
        for action in actions(statement)
    }


@pytest.mark.parametrize("function", EXPECTED)
def test_a_function_is_granted_exactly_its_actions(prod: Assembly, function: str) -> None:
    granted = {a for statement in statements(prod, function) for a in actions(statement)}
    assert {a for a in granted - COMMON if not a.startswith("kms:")} == EXPECTED[function]


def test_every_function_is_listed(prod: Assembly) -> None:
    assert len(prod.of_type("AWS::Lambda::Function")) == len(EXPECTED)


def test_only_who_calls_providers_or_checks_signatures_reads_credentials(prod: Assembly) -> None:
    readers = {f for f in EXPECTED if "kms:Decrypt" in credentials_actions(prod, f)}
    assert readers == {
        *("IngestWebhook", "AwaitPayment", "ArrangeShipping", "VoidLabel", "RefundPayment"),
        *("DriveSaga", "SweepGaps", "ExamineConnection", "QuoteRates"),
        "ApplyEvent",  # asks carriers about what nobody vouches for
    }
    writers = {f for f in EXPECTED if "kms:Encrypt" in credentials_actions(prod, f)}
    # Access tokens are sealed as credentials are, by those that log in at carriers.
    seal_tokens = {"ArrangeShipping", "VoidLabel", "QuoteRates", "ApplyEvent", "SweepGaps"}
    assert writers == {"OperatorApi", "MerchantApi", *seal_tokens}


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_no_action_is_a_wildcard(request: pytest.FixtureRequest, stage: str) -> None:
    assembly: Assembly = request.getfixturevalue(stage)
    for function in EXPECTED:
        for statement in statements(assembly, function):
            assert not [action for action in actions(statement) if "*" in action]


def test_on_aws_only_tracing_is_granted_on_everything(prod: Assembly) -> None:
    for function in EXPECTED:
        for statement in statements(prod, function):
            if statement["Resource"] == "*":
                assert all(action.startswith("xray:") for action in actions(statement))
