"""What is told of connections; no secret is ever shown again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import ConnectionCard
from orderloom.http.outputs import Output
from orderloom.ports.secret_hits import Hits


class SigningSecretOutput(Output):
    """`hits`: webhooks signed with it, at least; `accepted`: whether it is at this moment."""

    id: str
    created_at: datetime
    expires_at: datetime | None
    accepted: bool
    hits: int
    last_hit_at: datetime | None

    @classmethod
    def of(cls, secret: SigningSecret, hits: Hits | None, now: datetime) -> Self:
        return cls(
            id=secret.secret_id,
            created_at=secret.created_at,
            expires_at=secret.expires_at,
            accepted=secret.accepted_at(now),
            hits=hits.counted if hits else 0,
            last_hit_at=hits.last_at if hits else None,
        )


class ConnectionOutput(Output):
    """A connection; its signing secrets newest first."""

    provider: str
    connected: Literal[True] = True
    key_id: str | None
    account_id: str | None
    carrier_ids: tuple[str, ...]
    details: dict[str, str]
    signing_secrets: tuple[SigningSecretOutput, ...]

    @classmethod
    def of(cls, card: ConnectionCard, hits: Mapping[str, Hits], now: datetime) -> Self:
        return cls(
            provider=card.provider,
            key_id=card.key_id,
            account_id=card.account_id,
            carrier_ids=card.carrier_ids,
            details=card.details,
            signing_secrets=tuple(
                SigningSecretOutput.of(secret, hits.get(secret.secret_id), now)
                for secret in card.signing_secrets
            ),
        )


class ConnectionsOutput(Output):
    """All connections of a merchant."""

    data: tuple[ConnectionOutput, ...]


class SigningSecretsOutput(Output):
    """A connection's signing secrets, newest first.

    `everywhere_at`: by then every door knows. One that kept the secrets in memory accepts until
    then what was retired at once; a new secret is accepted at once.
    """

    provider: str
    signing_secrets: tuple[SigningSecretOutput, ...]
    everywhere_at: datetime
