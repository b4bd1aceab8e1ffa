"""The webhook secrets of one connection: several are accepted while they rotate."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from orderloom.domain.model import DomainModel
from orderloom.errors import Conflict, NotFound

MOST_AT_ONCE = 5
"""Each costs the door a decryption and every forged webhook a digest."""

OVERLAP = timedelta(hours=24)
"""How long earlier secrets stay accepted unless told otherwise: as long as Razorpay sends an event
again, which it signs with the secret that was in force when the event happened."""

LONGEST_OVERLAP = timedelta(days=30)


class SigningSecret(DomainModel):
    """One secret, by an id that tells nothing of it.

    Attributes:
        secret: only on its way into the store; what is read back does not show it.
        expires_at: from then on it is refused; None: it stays.
    """

    secret_id: str
    secret: SecretStr | None = None
    created_at: datetime
    expires_at: datetime | None = None

    def accepted_at(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


def rotated(
    ring: Sequence[SigningSecret], new: SigningSecret, *, overlap: timedelta, now: datetime
) -> tuple[SigningSecret, ...]:
    """The new secret first; earlier ones until `overlap` is over, or sooner as they were to end.

    Raises Conflict: too many are accepted already.
    """
    until = now + overlap
    earlier = tuple(_until(secret, until) for secret in ring)
    kept = tuple(secret for secret in earlier if secret.accepted_at(now))
    if len(kept) >= MOST_AT_ONCE:
        raise Conflict(f"{MOST_AT_ONCE} signing secrets are accepted already; retire one first")
    return (new, *kept)


def retired(
    ring: Sequence[SigningSecret], secret_id: str, now: datetime
) -> tuple[SigningSecret, ...]:
    """Without that secret.

    Raises:
        NotFound: there is none of that id.
        Conflict: no other is accepted, so that every webhook would be refused.
    """
    left = tuple(secret for secret in ring if secret.secret_id != secret_id)
    if len(left) == len(ring):
        raise NotFound("signing secret", secret_id)
    if not any(secret.accepted_at(now) for secret in left):
        raise Conflict("it is the only signing secret accepted now; add another first")
    return left


def _until(secret: SigningSecret, moment: datetime) -> SigningSecret:
    if secret.expires_at is not None and secret.expires_at <= moment:
        return secret
    return secret.model_copy(update={"expires_at": moment})
