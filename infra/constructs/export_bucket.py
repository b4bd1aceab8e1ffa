"""Where exports of tenants wait to be fetched."""

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_plain_http
from infra.stages import StageSettings


class ExportBucket(Construct):
    """Private, encrypted, TLS only, and emptied after a while. No function may touch it."""

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
                    expiration=stage.export_retention,
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
        )
        acknowledge_plain_http(self.bucket, stage=stage, rule="S10")
        acknowledge(
            self.bucket,
            rule="S1",
            reason="Operators write exports with their own credentials, which CloudTrail names; "
            "nothing else may read or write here.",
        )
