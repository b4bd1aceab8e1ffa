"""The functions of the saga's steps, with what each may touch."""

from typing import Final

from aws_cdk import aws_lambda as lambda_

from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.label_bucket import LabelBucket
from infra.constructs.saga_definition import SAGA_STEPS
from infra.constructs.table import Table

STEP_ACTIONS: Final = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
)
_CALL_STRIPE: Final = {"await_payment", "refund_payment"}
_CALL_SHIPSTATION: Final = {"arrange_shipping", "void_label"}


def make_saga_functions(
    *,
    factory: FunctionFactory,
    table: Table,
    credentials: CredentialsKey,
    labels: LabelBucket,
) -> dict[str, lambda_.Function]:
    """One function for each step; those that call providers may read credentials."""
    providers = factory.stage.providers
    steps: dict[str, lambda_.Function] = {}
    for name in SAGA_STEPS:
        environment: dict[str, str] = {}
        if name in _CALL_STRIPE | _CALL_SHIPSTATION:
            environment["ORDERLOOM_CREDENTIALS_KEY_ID"] = credentials.key.key_arn
        if name in _CALL_STRIPE:
            environment["ORDERLOOM_STRIPE_BASE_URL"] = providers.stripe
        if name in _CALL_SHIPSTATION:
            environment["ORDERLOOM_SHIPSTATION_BASE_URL"] = providers.shipstation
        if name == "arrange_shipping":
            environment["ORDERLOOM_LABEL_BUCKET"] = labels.bucket.bucket_name
        steps[name] = factory.make(
            name,
            environment=environment,
            reserved_concurrency=factory.stage.concurrency.saga_steps,
        )
        table.grant_tenant(steps[name], actions=STEP_ACTIONS)
        if name in _CALL_STRIPE | _CALL_SHIPSTATION:
            credentials.grant_decrypt(steps[name])
    labels.grant_put(steps["arrange_shipping"])
    return steps
