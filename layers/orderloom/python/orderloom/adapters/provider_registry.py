"""Which code understands which provider's webhooks.

Imports happen on first use: the door loads no reader, and neither loads another provider.
"""

from functools import cache
from typing import TYPE_CHECKING

from orderloom.errors import MalformedEvent
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:  # facts are pydantic models, which the door must not load
    from orderloom.ports.event_reader import EventReader

PROVIDERS = ("stripe", "shipstation")
"""Names as they stand in webhook URLs and connections."""


class Verifiers:
    """By provider name; each is made once, as ShipStation's keeps keys."""

    def __init__(self, *, shipstation_jwks_url: str) -> None:
        self._shipstation_jwks_url = shipstation_jwks_url
        self._made: dict[str, WebhookVerifier] = {}

    def __call__(self, provider: str) -> WebhookVerifier | None:
        """None for a provider this system does not know."""
        if provider in PROVIDERS and provider not in self._made:
            self._made[provider] = self._make(provider)
        return self._made.get(provider)

    def _make(self, provider: str) -> WebhookVerifier:
        if provider == "stripe":
            from orderloom.adapters.stripe.verifier import StripeVerifier  # noqa: PLC0415

            return StripeVerifier()
        from orderloom.adapters.shipstation.jwks import PublishedKeys  # noqa: PLC0415
        from orderloom.adapters.shipstation.verifier import ShipStationVerifier  # noqa: PLC0415

        return ShipStationVerifier(PublishedKeys(self._shipstation_jwks_url))


@cache
def reader_for(provider: str) -> "EventReader":
    """Raises MalformedEvent: a message names a provider this system does not know."""
    match provider:
        case "stripe":
            from orderloom.adapters.stripe.reader import StripeReader  # noqa: PLC0415

            return StripeReader()
        case "shipstation":
            from orderloom.adapters.shipstation.reader import (  # noqa: PLC0415
                ShipStationReader,
            )

            return ShipStationReader()
        case _:
            raise MalformedEvent(f"no provider {provider!r}")
