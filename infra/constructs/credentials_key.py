"""The key that encrypts merchants' provider credentials, stored in the table."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.stages import StageSettings


class CredentialsKey(Construct):
    """One key for all tenants; the encryption context (the tenant) keeps them apart."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            description="Encrypts provider credentials of merchants",
            enable_key_rotation=True,
            removal_policy=stage.removal_policy,
        )

    def grant_decrypt(self, grantee: iam.IGrantable) -> None:
        """Allow reading credentials."""
        self.key.grant(grantee, "kms:Decrypt")

    def grant_encrypt(self, grantee: iam.IGrantable) -> None:
        """Allow storing credentials, not reading them back."""
        self.key.grant(grantee, "kms:Encrypt")
