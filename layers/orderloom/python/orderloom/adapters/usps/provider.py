"""USPS in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, Ships
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.adapters.carrier_means import CarrierMeans
    from orderloom.domain.tenant import Connection
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader


class Usps(Ships):
    """The API key is the app's consumer secret, the key's id its consumer key.

    How many calls an app has is agreed with USPS: none are counted here, a 429 tells.
    """

    terms = ProviderTerms(
        key_id=True,
        ships=True,
        details=frozenset({"crid", "mid", "manifest_mid", "payment_account"}),
    )
    base_url = "https://apis.usps.com"
    sends_scans = False

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.no_webhooks import NothingIsGenuine

        return NothingIsGenuine()

    def reader(self) -> "EventReader":
        from orderloom.adapters.no_webhooks import NothingToRead

        return NothingToRead()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.usps.carrier import UspsCarrier
        from orderloom.adapters.usps.http import UspsAccount

        account = UspsAccount(
            client_id=connection.key_id or "",
            client_secret=connection.api_key.get_secret_value(),
            crid=connection.details["crid"],
            mid=connection.details["mid"],
            manifest_mid=connection.details["manifest_mid"],
            payment_account=connection.details["payment_account"],
            name=means.holder(connection),
        )
        return UspsCarrier(account, means.tokens, means.clock, base_url=means.base_url)


PROVIDER = Usps()
