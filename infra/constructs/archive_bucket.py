"""Where orders are kept that left the table."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.private_bucket import PrivateBucket
from infra.stages import StageSettings

_UNDONE_FOR = Duration.days(30)
"""How long an overwritten or deleted object can be had back; then erased data is gone."""
_ALL_TENANTS: Final = (
    "Orders of all tenants are below this bucket. Code builds the key from the tenant of the "
    "verified caller, or of the deleted item."
)


class ArchiveBucket(PrivateBucket):
    """Versioned; cheaper storage after a while."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(
            scope,
            construct_id,
            stage=stage,
            versioned=True,
            lifecycle=s3.LifecycleRule(
                transitions=[
                    s3.Transition(
                        storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
                        transition_after=stage.archive_glacier_after,
                    )
                ],
                noncurrent_version_expiration=_UNDONE_FOR,
            ),
            no_access_log="Every read and write is logged by the function that makes it, with "
            "tenant and order; a log bucket would double the number of buckets to guard.",
        )

    def grant_read(self, grantee: iam.IGrantable) -> None:
        """Allow fetching orders, and being told that one is not there.

        S3 tells so only to who may list the bucket; others are told "access denied".
        """
        self._grant_objects(grantee, "s3:GetObject", reason=_ALL_TENANTS)
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["s3:ListBucket"], resource_arns=[self.bucket.bucket_arn]
        )

    def grant_put(self, grantee: iam.IGrantable) -> None:
        """Allow storing orders."""
        self._grant_objects(grantee, "s3:PutObject", reason=_ALL_TENANTS)
