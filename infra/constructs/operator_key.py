"""The operators' API key: generated at deployment, known to no template."""

import string

from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.stages import StageSettings


class OperatorKey(Construct):
    """Exposes ``arn``; the secret's value is the key itself, 48 letters and digits."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        secret = secretsmanager.Secret(
            self,
            "Secret",
            description="API key of Orderloom's operators",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=48,
                # Characters, not exclude_punctuation: MiniStack 1.5 knows only these.
                exclude_characters=string.punctuation,
            ),
            removal_policy=stage.removal_policy,
        )
        acknowledge(
            secret,
            rule="SMG4",
            reason="The key is typed into operators' tools; a rotation they do not start would "
            "lock them out in the middle of an incident. Rotating is putting a new value.",
        )

        template = secret.node.default_child
        assert isinstance(template, secretsmanager.CfnSecret)  # noqa: S101 - narrows for mypy
        # Not Ref: that is the ARN on AWS, but the name on MiniStack 1.5.
        self.arn = template.attr_id

    def grant_read(self, grantee: iam.IGrantable) -> None:
        """Allow reading the key."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["secretsmanager:GetSecretValue"],
            resource_arns=[self.arn],
        )
