"""An account whose merchant took our access back is not called: its orders wait.

Deauthorising is undone in minutes by connecting again, so it is no reason to give orders up. What
asks is told ProviderPaused, as in an outage.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from orderloom.adapters.wrapping import wrapped
from orderloom.domain.tenant import ConnectionCard
from orderloom.errors import CredentialsRejected, ProviderPaused
from orderloom.ports.tenants import TenantDirectory

P = TypeVar("P")

DEAUTHORISED = "deauthorised"


class Permission:
    """Looks at connections as functions keep them, so that the usual call costs nothing.

    One that is newer in the table than in memory shows when the provider rejects the key.
    """

    def __init__(self, tenants: TenantDirectory) -> None:
        self._tenants = tenants

    def needed(self, port: Callable[..., P], inner: object, *, tenant_id: str, provider: str) -> P:
        """`inner`, whose methods raise ProviderPaused, beside the rest, without permission."""
        return wrapped(port, inner, partial(self._call, tenant_id, provider))

    def _call(self, tenant_id: str, provider: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401
        _check(self._tenants.connection(tenant_id, provider))
        try:
            return call()
        except CredentialsRejected:
            _check(self._tenants.card(tenant_id, provider))
            raise


def _check(card: ConnectionCard) -> None:
    if card.health.deauthorised:
        detail = "the merchant took our access to its account back"
        raise ProviderPaused(card.provider, "any call", detail, reason=DEAUTHORISED)
