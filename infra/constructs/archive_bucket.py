"""Where orders are kept that left the table."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_plain_http
from infra.stages import StageSettings

_UNDONE_FOR = Duration.days(30)
"""How long an overwritten or deleted object can be had back; then erased data is gone."""


class ArchiveBucket(Construct):
    """Private, encrypted, versioned, TLS only; cheaper storage after a while."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=stage.tls_only,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            removal_policy=stage.removal_policy,
            lifecycle_rules=[
                s3.LifecycleRule(
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
                            transition_after=stage.archive_glacier_after,
                        )
                    ],
                    noncurrent_version_expiration=_UNDONE_FOR,
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
        )
        acknowledge_plain_http(self.bucket, stage=stage, rule="S10")
        acknowledge(
            self.bucket,
            rule="S1",
            reason="Every read and write is logged by the function that makes it, with tenant and "
            "order; a log bucket would double the number of buckets to guard.",
        )

    def grant_read(self, grantee: iam.IGrantable) -> None:
        """Allow fetching orders, and being told that one is not there.

        S3 tells so only to who may list the bucket; others are told "access denied".
        """
        self._grant(grantee, "s3:GetObject")
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["s3:ListBucket"], resource_arns=[self.bucket.bucket_arn]
        )

    def grant_put(self, grantee: iam.IGrantable) -> None:
        """Allow storing orders."""
        self._grant(grantee, "s3:PutObject")

    def _grant(self, grantee: iam.IGrantable, action: str) -> None:
        iam.Grant.add_to_principal(
            grantee=grantee, actions=[action], resource_arns=[self.bucket.arn_for_objects("*")]
        )
        template = self.bucket.node.default_child
        assert isinstance(template, s3.CfnBucket)  # noqa: S101 - narrows for mypy
        acknowledge(
            grantee.grant_principal,
            rule=f"IAM5[Resource::<{Stack.of(self).get_logical_id(template)}.Arn>/*]",
            reason="Orders of all tenants are below this bucket. Code builds the key from the "
            "tenant of the verified caller, or of the deleted item.",
        )
