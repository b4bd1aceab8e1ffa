"""Shiprocket in the registry of providers."""

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


_LIMIT = CallLimit(1000, 3600)
"""Of an account. Not in its documentation: beyond it, 429 all the same."""


class Shiprocket(Ships):
    """The API key is the password of an API user, the key's id its e-mail.

    Repeats a key the merchant typed into its settings; proves nothing more.
    """

    terms = ProviderTerms(
        signs_with_our_secret=True,
        key_id=True,
        ships=True,
        details=frozenset({"pickup_location"}),
    )
    base_url = "https://apiv2.shiprocket.in/v1/external"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.shiprocket.verifier import ShiprocketVerifier

        return ShiprocketVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.shiprocket.reader import ShiprocketReader

        return ShiprocketReader()

    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        from orderloom.adapters.shiprocket.carrier import ShiprocketCarrier
        from orderloom.adapters.shiprocket.http import ShiprocketAccount

        account = ShiprocketAccount(
            email=connection.key_id or "",
            password=connection.api_key.get_secret_value(),
            pickup_location=connection.details["pickup_location"],
            name=means.holder(connection),
        )
        return ShiprocketCarrier(
            account,
            means.tokens,
            means.clock,
            base_url=means.base_url,
            before_each=means.within(_LIMIT),
        )


PROVIDER = Shiprocket()
