"""Where shipping labels are kept."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_plain_http
from infra.stages import StageSettings


class LabelBucket(Construct):
    """Private, encrypted, TLS only; labels expire with the stage's retention."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=stage.tls_only,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=stage.removal_policy,
            lifecycle_rules=[
                s3.LifecycleRule(
                    expiration=stage.label_retention,
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
        )
        acknowledge_plain_http(self.bucket, stage=stage, rule="S10")
        acknowledge(
            self.bucket,
            rule="S1",
            reason="Only one function writes labels and it logs each access with tenant "
            "and order; a log bucket would double the number of buckets to guard.",
        )

    def grant_put(self, grantee: iam.IGrantable) -> None:
        """Allow storing labels."""
        self._grant(grantee, "s3:PutObject")

    def grant_get(self, grantee: iam.IGrantable) -> None:
        """Allow reading labels, which is also what a link signed by the grantee allows."""
        self._grant(grantee, "s3:GetObject")

    def _grant(self, grantee: iam.IGrantable, action: str) -> None:
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
            reason="Labels of all tenants are below this bucket; one action, no listing. Code "
            "builds the key from the tenant of the verified caller.",
        )
