"""The platform's own secrets; those of tenants are sealed in the table."""

from dataclasses import dataclass

from constructs import Construct

from infra.constructs.generated_secret import GeneratedSecret
from infra.stages import StageSettings


@dataclass(frozen=True)
class PlatformSecrets:
    """None is rotated by a schedule; each says why."""

    operator_key: GeneratedSecret
    cursor_key: GeneratedSecret
    platform_webhooks: GeneratedSecret


def make_platform_secrets(scope: Construct, *, stage: StageSettings) -> PlatformSecrets:
    """Made directly in `scope`, whose path names them."""
    return PlatformSecrets(
        operator_key=GeneratedSecret(
            scope,
            "OperatorKey",
            stage=stage,
            description="API key of Orderloom's operators",
            not_rotated_because="The key is typed into operators' tools; a rotation they do not "
            "start would lock them out in the middle of an incident.",
        ),
        cursor_key=GeneratedSecret(
            scope,
            "CursorKey",
            stage=stage,
            description="Signs the cursors of Orderloom's lists",
            not_rotated_because="A rotation ends every list that is being read; the key opens "
            "nothing but positions in the reader's own list.",
        ),
        platform_webhooks=GeneratedSecret(
            scope,
            "PlatformWebhooks",
            stage=stage,
            description="Signing secrets of the platform's own webhook endpoints",
            not_rotated_because="The provider makes these secrets; until operators put them "
            "here, nothing is accepted.",
        ),
    )
