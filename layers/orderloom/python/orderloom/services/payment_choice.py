"""Which payment provider takes the payment of a new order."""

from collections.abc import Sequence

from orderloom.domain.authorisation import CaptureMode
from orderloom.errors import InvalidRequest, PaymentProviderUnclear
from orderloom.ports.providers import ProviderRegistry
from orderloom.ports.tenants import TenantDirectory

_FIELD = "payment_provider"


class PaymentChoice:
    """The one named, or the only one connected."""

    def __init__(self, *, tenants: TenantDirectory, providers: ProviderRegistry) -> None:
        self._tenants = tenants
        self._providers = providers

    def __call__(self, tenant_id: str, named: str | None) -> str:
        """The provider's name. Raises PaymentProviderUnclear.

        What was connected a moment ago is looked for before anybody is refused.
        """
        lately = self._payment_providers(self._tenants.connected_lately(tenant_id))
        if named in lately:
            return named
        if named is None and len(lately) == 1:
            return lately[0]
        return _chosen(named, self._payment_providers(self._tenants.connected(tenant_id)))

    def refuse_terms(self, provider: str, capture: CaptureMode, *, hosted: bool) -> None:
        """Raises InvalidRequest: the provider does not offer that."""
        terms = self._providers.terms(provider)
        later = terms and (terms.pages_capture_later if hosted else terms.captures_later)
        if hosted and not (terms and terms.hosts_pages):
            raise InvalidRequest(f"{provider} has no payment page", field="payment.kind")
        if capture is not CaptureMode.AUTOMATIC and not later:
            raise InvalidRequest(f"{provider} captures this at once only", field="capture")

    def _payment_providers(self, connected: Sequence[str]) -> list[str]:
        terms = {name: self._providers.terms(name) for name in connected}
        return [name for name, found in terms.items() if found and found.takes_payments]


def _chosen(named: str | None, connected: Sequence[str]) -> str:
    if not connected:
        raise PaymentProviderUnclear("no payment provider is connected", field=_FIELD)
    if named is not None and named not in connected:
        message = f"{named} is not connected; connected: {', '.join(connected)}"
        raise PaymentProviderUnclear(message, field=_FIELD)
    if named is None and len(connected) > 1:
        message = f"several are connected, name one of {', '.join(connected)}"
        raise PaymentProviderUnclear(message, field=_FIELD)
    return named or connected[0]
