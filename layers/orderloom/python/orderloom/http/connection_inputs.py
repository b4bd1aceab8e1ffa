"""What is sent to connect a provider and to rotate its signing secret."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from orderloom.domain.signing_secrets import LONGEST_OVERLAP, MOST_AT_ONCE, OVERLAP
from orderloom.domain.tenant import Connection
from orderloom.http.fields import AccountId, CarrierId, OneLine, ProviderKey, SigningSecret
from orderloom.http.inputs import Input

_LONGEST = int(LONGEST_OVERLAP.total_seconds())
_DETAIL = r"^[a-z][a-z_]{0,39}$"
_OVERLAP = int(OVERLAP.total_seconds())


class ConnectionInput(Input):
    """Body of `PUT …/connections/{provider}`.

    `api_key`: the secret key; `key_id` beside it for Razorpay.
    `account_id`: the connected account that a platform's key acts for (Stripe Connect).
    `details`: what else the provider's accounts have, such as `account_number`.
    `signing_secrets`: newest first. They replace those there are at once; see `signing-secrets`.
    """

    api_key: ProviderKey
    key_id: Annotated[str, OneLine(200)] | None = None
    account_id: AccountId | None = None
    signing_secrets: Annotated[
        list[SigningSecret], Field(max_length=MOST_AT_ONCE, default_factory=list)
    ]
    carrier_ids: Annotated[list[CarrierId], Field(max_length=20, default_factory=list)]
    details: Annotated[
        dict[Annotated[str, Field(pattern=_DETAIL)], Annotated[str, OneLine(100)]],
        Field(max_length=10, default_factory=dict),
    ]

    def to_domain(self, provider: str) -> Connection:
        """Without its signing secrets, which get their ids first."""
        return Connection(
            provider=provider,
            api_key=SecretStr(self.api_key),
            key_id=self.key_id,
            account_id=self.account_id,
            carrier_ids=tuple(self.carrier_ids),
            details=self.details,
        )

    def secrets(self) -> tuple[SecretStr, ...]:
        return tuple(SecretStr(secret) for secret in self.signing_secrets)


class RotationInput(Input):
    """Body of `POST …/connections/{provider}/signing-secrets`.

    `overlap_seconds`: how long earlier secrets stay accepted; 0: no longer.
    """

    signing_secret: SigningSecret
    overlap_seconds: Annotated[int, Field(ge=0, le=_LONGEST)] = _OVERLAP

    @property
    def secret(self) -> SecretStr:
        return SecretStr(self.signing_secret)

    @property
    def overlap(self) -> timedelta:
        return timedelta(seconds=self.overlap_seconds)
