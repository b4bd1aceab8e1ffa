"""The functions of the saga's steps, with what each may touch."""

from typing import Final

from aws_cdk import aws_lambda as lambda_

from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.label_bucket import LabelBucket
from infra.constructs.saga_definition import SAGA_STEPS
from infra.constructs.table import SWITCHES
from infra.constructs.tenant_tables import TenantTables

STEP_ACTIONS: Final = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
)
_TAKE_PAYMENTS: Final = {"await_payment", "refund_payment"}
_SHIP: Final = {"arrange_shipping", "void_label"}


def make_saga_functions(
    *,
    factory: FunctionFactory,
    tables: TenantTables,
    credentials: CredentialsKey,
    labels: LabelBucket,
) -> dict[str, lambda_.Function]:
    """One function for each step; those that call providers may read credentials."""
    providers = factory.stage.providers
    steps: dict[str, lambda_.Function] = {}
    for name in SAGA_STEPS:
        environment: dict[str, str] = {}
        if name in _TAKE_PAYMENTS | _SHIP:
            environment["ORDERLOOM_CREDENTIALS_KEY_ID"] = credentials.key.key_arn
        if name in _TAKE_PAYMENTS:
            environment["ORDERLOOM_PAYMENTS_BASE_URL"] = providers.payments
        if name in _SHIP:
            environment["ORDERLOOM_CARRIERS_BASE_URL"] = providers.carriers
        if name == "arrange_shipping":
            environment["ORDERLOOM_LABEL_BUCKET"] = labels.bucket.bucket_name
        steps[name] = factory.make(
            name,
            environment=environment,
            reserved_concurrency=factory.stage.concurrency.saga_steps,
        )
        tables.grant(steps[name], actions=STEP_ACTIONS)
        if name in _TAKE_PAYMENTS | _SHIP:
            credentials.grant_decrypt(steps[name])
        if name in _SHIP:  # access tokens are sealed as credentials are
            credentials.grant_encrypt(steps[name])
    tables.pooled.grant_platform(
        steps["arrange_shipping"], actions=["dynamodb:GetItem"], keys=[SWITCHES]
    )
    labels.grant_put(steps["arrange_shipping"])
    return steps
