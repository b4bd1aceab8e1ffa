"""FedEx in the registry of providers."""

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

_LIMIT = CallLimit(1400, 10)
"""Of a project, as FedEx documents it; beyond it, 429."""


class Fedex(Ships):
    """The API key is the project's secret, the key's id its API key.

    Signs webhooks with the security token the merchant chose.
    """

    terms = ProviderTerms(
        signs_with_our_secret=True,
        key_id=True,
        ships=True,
        details=frozenset({"account_number"}),
        optional_details=frozenset({"made_in", "pays_duties"}),
    )
    base_url = "https://apis.fedex.com"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.fedex.verifier import FedexVerifier

        return FedexVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.fedex.reader import FedexReader

        return FedexReader()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.fedex.carrier import FedexCarrier
        from orderloom.adapters.fedex.http import FedexAccount

        details = connection.details
        account = FedexAccount(
            client_id=connection.key_id or "",
            client_secret=connection.api_key.get_secret_value(),
            account_number=details["account_number"],
            made_in=details.get("made_in", ""),
            pays_duties=details.get("pays_duties") == "yes",
            name=means.holder(connection),
        )
        return FedexCarrier(
            account,
            means.tokens,
            means.clock,
            base_url=means.base_url,
            before_each=means.within(_LIMIT),
        )


PROVIDER = Fedex()
