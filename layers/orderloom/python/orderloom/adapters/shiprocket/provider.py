"""Shiprocket in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Provider
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.ports.event_reader import EventReader


class Shiprocket(Provider):
    """Repeats a key the merchant typed into its settings; proves nothing more."""

    terms = ProviderTerms(signs_with_our_secret=True)

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.shiprocket.verifier import ShiprocketVerifier

        return ShiprocketVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.shiprocket.reader import ShiprocketReader

        return ShiprocketReader()


PROVIDER = Shiprocket()
