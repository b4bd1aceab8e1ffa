"""A secret of the platform: generated at deployment, known to no template."""

import string

from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.stages import StageSettings


class GeneratedSecret(Construct):
    """Exposes ``arn``; the secret's value is 48 letters and digits.

    Rotating is putting a new value; functions take it up within five minutes.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        description: str,
        not_rotated_because: str,
    ) -> None:
        super().__init__(scope, construct_id)
        secret = secretsmanager.Secret(
            self,
            "Secret",
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=48,
                # Characters, not exclude_punctuation: MiniStack 1.5 knows only these.
                exclude_characters=string.punctuation,
            ),
            removal_policy=stage.removal_policy,
        )
        acknowledge(secret, rule="SMG4", reason=not_rotated_because)
        template = secret.node.default_child
        assert isinstance(template, secretsmanager.CfnSecret)  # noqa: S101 - narrows for mypy
        # Not Ref: that is the ARN on AWS, but the name on MiniStack 1.5.
        self.arn = template.attr_id

    def grant_read(self, grantee: iam.IGrantable) -> None:
        """Allow reading the value."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["secretsmanager:GetSecretValue"],
            resource_arns=[self.arn],
        )
