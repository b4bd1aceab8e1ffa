"""Where exports of tenants wait to be fetched."""

from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.private_bucket import PrivateBucket
from infra.stages import StageSettings


class ExportBucket(PrivateBucket):
    """Emptied after a while. No function may touch it."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(
            scope,
            construct_id,
            stage=stage,
            lifecycle=s3.LifecycleRule(expiration=stage.export_retention),
            no_access_log="Operators write exports with their own credentials, which CloudTrail "
            "names; nothing else may read or write here.",
        )
