"""ShipStation in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Provider
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.ports.event_reader import EventReader


class ShipStation(Provider):
    """Signs webhooks with its own published key."""

    terms = ProviderTerms(carrier_ids=True)

    def verifier(self, options: DoorOptions) -> WebhookVerifier:
        from orderloom.adapters.shipstation.jwks import PublishedKeys
        from orderloom.adapters.shipstation.verifier import ShipStationVerifier

        return ShipStationVerifier(PublishedKeys(options.shipstation_jwks_url))

    def reader(self) -> "EventReader":
        from orderloom.adapters.shipstation.reader import ShipStationReader

        return ShipStationReader()


PROVIDER = ShipStation()
