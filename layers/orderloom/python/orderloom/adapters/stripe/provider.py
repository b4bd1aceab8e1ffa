"""Stripe in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, TakesPayments
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.domain.tenant import Connection
    from orderloom.ports.event_reader import EventReader
    from orderloom.ports.payments import PaymentProvider


class Stripe(TakesPayments):
    terms = ProviderTerms(
        takes_payments=True, signs_with_our_secret=True, signatures_prefix="whsec_"
    )
    base_url = "https://api.stripe.com"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.stripe.verifier import StripeVerifier

        return StripeVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.stripe.reader import StripeReader

        return StripeReader()

    def payments(self, connection: "Connection", base_url: str) -> "PaymentProvider":
        from orderloom.adapters.stripe.payments import StripePayments

        return StripePayments(api_key=connection.api_key.get_secret_value(), base_url=base_url)


PROVIDER = Stripe()
