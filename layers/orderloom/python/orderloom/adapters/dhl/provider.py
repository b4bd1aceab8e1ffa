"""DHL Express in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Ships
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.adapters.carrier_means import CarrierMeans
    from orderloom.domain.tenant import Connection
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader


class Dhl(Ships):
    """The API key is the MyDHL user's password, the key's id its name.

    How many calls a user has is not published: none are counted here, a 429 tells.
    """

    terms = ProviderTerms(
        key_id=True,
        ships=True,
        details=frozenset({"account_number"}),
        optional_details=frozenset({"made_in", "pays_duties"}),
    )
    base_url = "https://express.api.dhl.com/mydhlapi"
    sends_scans = False

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.no_webhooks import NothingIsGenuine

        return NothingIsGenuine()

    def reader(self) -> "EventReader":
        from orderloom.adapters.no_webhooks import NothingToRead

        return NothingToRead()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.dhl.carrier import DhlCarrier
        from orderloom.adapters.dhl.http import DhlAccount

        details = connection.details
        account = DhlAccount(
            username=connection.key_id or "",
            password=connection.api_key.get_secret_value(),
            account_number=details["account_number"],
            made_in=details.get("made_in", ""),
            pays_duties=details.get("pays_duties") == "yes",
        )
        return DhlCarrier(account, base_url=means.base_url)


PROVIDER = Dhl()
