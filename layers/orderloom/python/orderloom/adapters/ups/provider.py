"""UPS in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Provider
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.ports.event_reader import EventReader


class Ups(Provider):
    """Repeats a word agreed with it (Track Alert v1), or a token we gave it for one (v2)."""

    terms = ProviderTerms(signs_with_our_secret=True)

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.ups.verifier import UpsVerifier

        return UpsVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.ups.reader import UpsReader

        return UpsReader()


PROVIDER = Ups()
