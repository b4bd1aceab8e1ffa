"""What is told of connections; no secret is ever shown again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from orderloom.domain.connection_health import ConnectionHealth, HealthState
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


class HealthNoteOutput(Output):
    """`until`: when it is no longer believed; null: until something else is told."""

    subject: str
    state: HealthState
    detail: str
    told_at: datetime
    until: datetime | None


class HealthOutput(Output):
    """What the provider told of the account itself; `state` is the worst of the notes."""

    state: HealthState
    notes: tuple[HealthNoteOutput, ...]

    @classmethod
    def of(cls, health: ConnectionHealth, now: datetime) -> Self:
        held = (note for note in health.notes if note.holds_at(now))
        return cls(
            state=health.state_at(now),
            notes=tuple(
                HealthNoteOutput(**note.model_dump(exclude={"event_id"}))
                for note in held
                if note.state is not HealthState.WELL
            ),
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
    health: HealthOutput

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
            health=HealthOutput.of(card.health, now),
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
