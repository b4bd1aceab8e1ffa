"""FedEx in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Provider
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.ports.event_reader import EventReader


class Fedex(Provider):
    """Signs webhooks with the security token the merchant chose."""

    terms = ProviderTerms(signs_with_our_secret=True)

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.fedex.verifier import FedexVerifier

        return FedexVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.fedex.reader import FedexReader

        return FedexReader()


PROVIDER = Fedex()
