"""Where shipping labels are kept."""

from typing import Final

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.private_bucket import PrivateBucket
from infra.stages import StageSettings

_ALL_TENANTS: Final = (
    "Labels of all tenants are below this bucket; one action, no listing. Code builds the key "
    "from the tenant of the verified caller."
)


class LabelBucket(PrivateBucket):
    """Labels expire with the stage's retention."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(
            scope,
            construct_id,
            stage=stage,
            lifecycle=s3.LifecycleRule(expiration=stage.label_retention),
            no_access_log="Only one function writes labels and it logs each access with tenant "
            "and order; a log bucket would double the number of buckets to guard.",
        )

    def grant_put(self, grantee: iam.IGrantable) -> None:
        """Allow storing labels."""
        self._grant_objects(grantee, "s3:PutObject", reason=_ALL_TENANTS)

    def grant_get(self, grantee: iam.IGrantable) -> None:
        """Allow reading labels, which is also what a link signed by the grantee allows."""
        self._grant_objects(grantee, "s3:GetObject", reason=_ALL_TENANTS)
