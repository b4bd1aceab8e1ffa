"""UPS in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Ships
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.adapters.carrier_means import CarrierMeans
    from orderloom.domain.tenant import Connection
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader


class Ups(Ships):
    """The API key is the app's secret, the key's id its client id.

    Repeats a word agreed with it (Track Alert v1), or a token we gave it for one (v2). How many
    calls an app has is not published: none are counted here, a 429 tells.
    """

    terms = ProviderTerms(
        signs_with_our_secret=True,
        key_id=True,
        ships=True,
        details=frozenset({"shipper_number"}),
        optional_details=frozenset({"made_in", "pays_duties"}),
    )
    base_url = "https://onlinetools.ups.com"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.ups.verifier import UpsVerifier

        return UpsVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.ups.reader import UpsReader

        return UpsReader()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.ups.carrier import UpsCarrier
        from orderloom.adapters.ups.http import UpsAccount

        details = connection.details
        account = UpsAccount(
            client_id=connection.key_id or "",
            client_secret=connection.api_key.get_secret_value(),
            shipper_number=details["shipper_number"],
            made_in=details.get("made_in", ""),
            pays_duties=details.get("pays_duties") == "yes",
            name=means.holder(connection),
        )
        return UpsCarrier(account, means.tokens, means.clock, base_url=means.base_url)


PROVIDER = Ups()
