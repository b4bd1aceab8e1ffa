"""The single table: the truth, its sparse indexes and its stream (the outbox)."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.constructs.tenant_access import only_keys
from infra.stages import StageSettings

ORDERS_INDEX: Final = "orders-by-created"
CUSTOMER_INDEX: Final = "orders-by-customer"
ATTENTION_INDEX: Final = "attention"


API_KEYS: Final = "KEY#*"
DIRECTORY: Final = "T#*#META"
"""Profiles and connections of all tenants (and a product whose SKU is `META`)."""
PLATFORM_ACCOUNTS: Final = "PLATFORM#*"
"""Which tenant each account connected to the platform is."""
TENANT_LIST: Final = "TENANTS#*"
SWITCHES: Final = "PLATFORM"

_KEY_ACTIONS: Final = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")


class Table(Construct):
    """Exposes ``table`` and ``grant``; keys are described in docs/data-model.md."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self._key = kms.Key(
            self,
            "Key",
            description="Encrypts the table and its stream",
            enable_key_rotation=True,
            removal_policy=stage.removal_policy,
        )
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_string("PK"),
            sort_key=_string("SK"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self._key,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            time_to_live_attribute="expires_at",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=stage.deletion_protection,
            removal_policy=stage.removal_policy,
        )
        self._add_index(ORDERS_INDEX, partition="OLPK", sort="OLSK")
        self._add_index(CUSTOMER_INDEX, partition="CUPK", sort="CUSK")
        self._add_index(ATTENTION_INDEX, partition="ATPK", sort="ATSK")

    @property
    def stream_arn(self) -> str:
        """The stream of committed changes."""
        stream_arn = self.table.table_stream_arn
        if stream_arn is None:  # pragma: no cover - the stream is declared above
            raise ValueError("the table has no stream")
        return stream_arn

    @property
    def index_arns(self) -> list[str]:
        """The indexes, by name: no policy of ours ends in a wildcard."""
        names = (ORDERS_INDEX, CUSTOMER_INDEX, ATTENTION_INDEX)
        return [f"{self.table.table_arn}/index/{name}" for name in names]

    def grant_key(self, grantee: iam.IGrantable) -> None:
        """Allow what DynamoDB asks of the key for who reads and writes items."""
        self._key.grant(grantee, *_KEY_ACTIONS)

    def grant_platform(
        self,
        grantee: iam.IGrantable,
        *,
        actions: Sequence[str],
        keys: Sequence[str],
        index: str | None = None,
        attributes: Sequence[str] = (),
    ) -> None:
        """Allow what is of no tenant, or comes before one is known: these keys only.

        With an index these are its keys. With attributes a request has to name what it
        wants, and may want no others.
        """
        conditions = only_keys(*keys)
        if attributes:
            conditions["ForAllValues:StringEquals"] = {"dynamodb:Attributes": list(attributes)}
            conditions["StringEqualsIfExists"] = {"dynamodb:Select": ["SPECIFIC_ATTRIBUTES"]}
        table = self.table.table_arn
        grantee.grant_principal.add_to_principal_policy(
            iam.PolicyStatement(
                actions=list(actions),
                resources=[f"{table}/index/{index}" if index else table],
                conditions=conditions,
            )
        )
        self.grant_key(grantee)

    def grant_stream(self, grantee: iam.IGrantable) -> None:
        """Allow reading the stream."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=[
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
                "dynamodb:ListStreams",
            ],
            resource_arns=[self.stream_arn],
        )
        self._key.grant(grantee, "kms:Decrypt", "kms:DescribeKey")

    def _add_index(self, name: str, *, partition: str, sort: str) -> None:
        # KEYS_ONLY and sparse: only listed items pay for the index, and a
        # listing reads the items themselves, so it never shows a stale copy.
        self.table.add_global_secondary_index(
            index_name=name,
            partition_key=_string(partition),
            sort_key=_string(sort),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
