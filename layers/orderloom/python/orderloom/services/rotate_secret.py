"""Changing the signing secret of a connection while webhooks come in."""

from collections.abc import Callable
from datetime import timedelta

from pydantic import SecretStr

from orderloom.domain.identifiers import new_secret_id
from orderloom.domain.signing_secrets import SigningSecret, retired, rotated
from orderloom.errors import InvalidRequest, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.providers import ProviderRegistry
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.connect_provider import check_secret


class RotateSecret:
    """The new secret is accepted at once, earlier ones until the overlap is over."""

    def __init__(
        self,
        *,
        tenants: TenantDirectory,
        providers: ProviderRegistry,
        clock: Clock,
        random_bits: Callable[[int], int],
    ) -> None:
        self._tenants = tenants
        self._providers = providers
        self._clock = clock
        self._random_bits = random_bits

    def __call__(
        self, tenant_id: str, provider: str, secret: SecretStr, *, overlap: timedelta
    ) -> tuple[SigningSecret, ...]:
        """The secrets as they are now, newest first.

        Raises:
            NotFound: no such provider, or not connected to it.
            InvalidRequest: this provider has no secret of ours, or none like this.
            Conflict: too many are accepted already.
            VersionConflict: somebody else changed them at the same moment.
        """
        terms = self._providers.terms(provider)
        if terms is None:
            raise NotFound("provider", provider)
        if not terms.signs_with_our_secret:
            message = f"{provider} signs with a key of its own"
            raise InvalidRequest(message, field="signing_secret")
        check_secret(provider, secret, terms, field="signing_secret")
        now = self._clock.now()
        new = SigningSecret(
            secret_id=new_secret_id(self._random_bits), secret=secret, created_at=now
        )
        seen = self._tenants.signing_secrets(tenant_id, provider)
        ring = rotated(seen, new, overlap=overlap, now=now)
        self._tenants.replace_secrets(tenant_id, provider, seen=seen, ring=ring)
        return ring


class RetireSecret:
    """Every door refuses what is signed with it once it has read the connection again."""

    def __init__(self, *, tenants: TenantDirectory, clock: Clock) -> None:
        self._tenants = tenants
        self._clock = clock

    def __call__(self, tenant_id: str, provider: str, secret_id: str) -> tuple[SigningSecret, ...]:
        """Those that are left. Raises NotFound; Conflict: the last; VersionConflict."""
        seen = self._tenants.signing_secrets(tenant_id, provider)
        ring = retired(seen, secret_id, self._clock.now())
        self._tenants.replace_secrets(tenant_id, provider, seen=seen, ring=ring)
        return ring
