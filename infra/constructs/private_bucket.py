"""What all our buckets have in common."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_plain_http
from infra.stages import StageSettings


class PrivateBucket(Construct):
    """Exposes ``bucket``: private, encrypted, TLS only, and rid of half-done uploads.

    ``no_access_log`` says why nobody needs S3's own.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        lifecycle: s3.LifecycleRule,
        no_access_log: str,
        versioned: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=stage.tls_only,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=versioned or None,
            removal_policy=stage.removal_policy,
            lifecycle_rules=[
                lifecycle,
                s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )
        acknowledge_plain_http(self.bucket, stage=stage, rule="S10")
        acknowledge(self.bucket, rule="S1", reason=no_access_log)

    def _grant_objects(self, grantee: iam.IGrantable, action: str, *, reason: str) -> None:
        """One action on every object; ``reason`` says why not on fewer."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=[action],
            resource_arns=[self.bucket.arn_for_objects("*")],
        )
        template = self.bucket.node.default_child
        assert isinstance(template, s3.CfnBucket)  # noqa: S101 - narrows for mypy
        acknowledge(
            grantee.grant_principal,
            rule=f"IAM5[Resource::<{Stack.of(self).get_logical_id(template)}.Arn>/*]",
            reason=reason,
        )
