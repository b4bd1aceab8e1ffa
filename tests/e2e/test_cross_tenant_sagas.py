"""Sagas, and each of their steps, started for what belongs to another tenant."""

import json

import pytest

from infra.constructs.saga_definition import SAGA_STEPS
from tests.e2e.victim import NO_TENANTS, Victim
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

GIVEN_UP_SECONDS = 120.0
STEP_INPUT = {
    "task_token": "forged",
    "failure": {"Error": "OutOfStock", "Cause": ""},
    "failed_step": {"refund": {"Error": "TransientError", "Cause": ""}},
}
"""Whatever a step may want besides a tenant and an order."""


@pytest.fixture(scope="module")
def victim(world: World) -> Victim:
    return Victim.of(world)


def test_a_saga_of_one_tenant_finds_no_order_of_another(
    world: World, merchant: Merchant, victim: Victim
) -> None:
    asked = {"order_id": victim.unpaid["id"], "payment_window_seconds": 60}
    engine = world.client("stepfunctions")
    started = [
        engine.start_execution(
            stateMachineArn=world.details.outputs["StateMachineArn"],
            input=json.dumps({"tenant_id": tenant_id, **asked}),
        )["executionArn"]
        for tenant_id in (merchant.tenant_id, *NO_TENANTS)
    ]
    eventually(
        lambda: {engine.describe_execution(executionArn=arn)["status"] for arn in started},
        until=lambda statuses: statuses == {"FAILED"},
        seconds=GIVEN_UP_SECONDS,
    )
    victim.assert_untouched()
    victim.assert_not_held_by(merchant.tenant_id)


@pytest.mark.parametrize("step", SAGA_STEPS)
def test_no_step_touches_an_order_of_another_tenant(
    world: World, merchant: Merchant, victim: Victim, step: str
) -> None:
    name = "".join(word.capitalize() for word in step.split("_"))
    client = world.client("lambda")
    (function,) = (
        found["FunctionName"]
        for page in client.get_paginator("list_functions").paginate()
        for found in page["Functions"]
        if name in found["FunctionName"]
    )
    for tenant_id in (merchant.tenant_id, *NO_TENANTS):
        for order in (victim.unpaid, victim.order):
            asked = {"tenant_id": tenant_id, "order_id": order["id"], **STEP_INPUT}
            answer = client.invoke(FunctionName=function, Payload=json.dumps(asked).encode())
            told = json.loads(answer["Payload"].read())
            assert told["errorType"] == "NotFound", told
            victim.assert_not_told(json.dumps(told).encode())
    victim.assert_untouched()
    victim.assert_not_held_by(merchant.tenant_id)
