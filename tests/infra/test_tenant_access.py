"""A function reaches tenants' items one tenant at a time, and never by its own role.

The emulator does not evaluate `dynamodb:LeadingKeys`: that the conditions say what they must is
proved here, that requests keep to them by tests/e2e/key_watch.py.
"""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest
from orderloom import keys
from orderloom.adapters.tenant_credentials import TENANT_TAG

from tests.infra.conftest import Assembly
from tests.infra.test_permissions import EXPECTED, STEP, actions, statements, statements_of
from tests.platform_keys import ON_THE_PLATFORM

WITH_A_TENANT = {
    "MerchantApi": STEP,
    "OperatorApi": STEP,
    "QuoteRates": STEP,
    "ApplyEvent": {*STEP, "dynamodb:DeleteItem"},
    "ArchiveOrder": STEP - {"dynamodb:ConditionCheckItem", "dynamodb:UpdateItem"}
    | {"dynamodb:DeleteItem"},
    "Relay": {"dynamodb:GetItem", "dynamodb:UpdateItem"},
    "DriveSaga": STEP,
    "ReconcileStock": STEP,
    "SweepGaps": STEP,
    "ExamineConnection": STEP,
    **dict.fromkeys(("ReserveStock", "AwaitPayment", "ArrangeShipping", "VoidLabel"), STEP),
    **dict.fromkeys(("RefundPayment", "ReleaseStock", "OpenTask"), STEP),
}
NAMES_A_KEY = {
    *("dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem"),
    *("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"),
}
"""Of these actions AWS knows the leading keys; of Scan or PartiQL's, none or not always."""


def on_items(granted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The statements about items: reading a stream is not."""
    return [
        statement
        for statement in granted
        if any(action.startswith("dynamodb:") for action in actions(statement))
        and "StreamArn" not in json.dumps(statement["Resource"])
    ]


def leading_keys(statement: dict[str, Any]) -> list[str]:
    condition = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    return [condition] if isinstance(condition, str) else condition


@pytest.mark.parametrize("stage", ["local", "prod"])
@pytest.mark.parametrize("function", WITH_A_TENANT)
def test_a_session_reaches_the_keys_of_its_tenant_only(
    request: pytest.FixtureRequest, stage: str, function: str
) -> None:
    granted = statements_of(request.getfixturevalue(stage), f"{function}TenantAccessRole")
    items = on_items(granted)
    assert {a for statement in items for a in actions(statement)} == WITH_A_TENANT[function]
    for statement in items:
        assert leading_keys(statement) == [f"T#${{aws:PrincipalTag/{TENANT_TAG}}}#*"]
    others = {a for statement in granted if statement not in items for a in actions(statement)}
    assert all(action.startswith("kms:") for action in others)


def test_the_tenant_ends_where_its_name_ends(prod: Assembly) -> None:
    (pattern, *_) = leading_keys(on_items(statements_of(prod, "MerchantApiTenantAccessRole"))[0])
    acme = pattern.replace(f"${{aws:PrincipalTag/{TENANT_TAG}}}", "acme")
    assert fnmatchcase(keys.order("acme", "ord_1").pk, acme)
    assert fnmatchcase(keys.attention_partition("acme", "task"), acme)
    for stranger in (keys.order("acme-2", "ord_1").pk, keys.order("acm", "ord_1").pk):
        assert not fnmatchcase(stranger, acme)
    assert not fnmatchcase(keys.api_key("olk_1").pk, acme)
    assert not fnmatchcase(keys.tenant_list_partition(0), acme)


@pytest.mark.parametrize("function", EXPECTED)
def test_by_its_own_role_a_function_reaches_what_is_no_tenants(
    prod: Assembly, function: str
) -> None:
    items = on_items(statements(prod, function))
    folder = re.sub(r"(?<!^)(?=[A-Z])", "_", function).lower()
    if folder not in ON_THE_PLATFORM:
        assert items == []
        return
    granted = [(set(actions(statement)), leading_keys(statement)) for statement in items]
    assert sorted(granted, key=str) == sorted(ON_THE_PLATFORM[folder], key=str)


def test_nothing_is_granted_that_names_no_key(prod: Assembly) -> None:
    """`ForAllValues` holds of a request without keys, so no action may come without."""
    granted = [s for function in EXPECTED for s in on_items(statements(prod, function))]
    for function in WITH_A_TENANT:
        granted += on_items(statements_of(prod, f"{function}TenantAccessRole"))
    assert {a for statement in granted for a in actions(statement)} <= NAMES_A_KEY


def test_the_door_reads_signing_secrets_and_no_other_attribute(prod: Assembly) -> None:
    (statement,) = on_items(statements(prod, "IngestWebhook"))
    named = statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
    assert set(named) == {"PK", "SK", "signing_secrets", "owner"}
    select = statement["Condition"]["StringEqualsIfExists"]["dynamodb:Select"]
    assert select == ["SPECIFIC_ATTRIBUTES"]


@pytest.mark.parametrize("function", WITH_A_TENANT)
def test_a_tenant_role_is_one_functions_and_demands_a_tenant(prod: Assembly, function: str) -> None:
    (role,) = (
        it["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        for name, it in prod.of_type("AWS::IAM::Role").items()
        if name.startswith(f"{function}TenantAccessRole")
    )
    assert {a for statement in role for a in actions(statement)} == {
        *("sts:AssumeRole", "sts:TagSession"),
    }
    for statement in role:
        assert f"{function}Role" in json.dumps(statement["Principal"]["AWS"])
        assert statement["Condition"] == {
            "StringLike": {f"aws:RequestTag/{TENANT_TAG}": "?*"},
            "ForAllValues:StringEquals": {"aws:TagKeys": [TENANT_TAG]},
        }
    (assume,) = (s for s in statements(prod, function) if "sts:AssumeRole" in actions(s))
    assert f"{function}TenantAccessRole" in json.dumps(assume["Resource"])
