"""ShipStation in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Ships
from orderloom.ports.call_budget import CallLimit
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.adapters.carrier_means import CarrierMeans
    from orderloom.domain.tenant import Connection
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader


_LIMIT = CallLimit(200, 60)
"""Of an account in production, as its documentation says."""


class ShipStation(Ships):
    """Signs webhooks with its own published key."""

    terms = ProviderTerms(carrier_ids=True, ships=True)
    base_url = "https://api.shipstation.com/v2"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:
        from orderloom.adapters.shipstation.jwks import PublishedKeys
        from orderloom.adapters.shipstation.verifier import ShipStationVerifier

        return ShipStationVerifier(PublishedKeys(options.shipstation_jwks_url))

    def reader(self) -> "EventReader":
        from orderloom.adapters.shipstation.reader import ShipStationReader

        return ShipStationReader()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.shipstation.carrier import ShipStationCarrier

        return ShipStationCarrier(
            api_key=connection.api_key.get_secret_value(),
            carrier_ids=connection.carrier_ids,
            told=means.told,
            account=means.account,
            base_url=means.base_url,
            before_each=means.within(_LIMIT),
        )


PROVIDER = ShipStation()
