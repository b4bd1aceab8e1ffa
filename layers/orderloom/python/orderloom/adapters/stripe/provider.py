"""Stripe in the registry of providers."""

from typing import TYPE_CHECKING

from orderloom.adapters.provider import DoorOptions, KeepsPayouts, KeepsRecord
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:
    from orderloom.domain.tenant import Connection
    from orderloom.ports.event_reader import EventReader
    from orderloom.ports.payments import PaymentProvider
    from orderloom.ports.payout_book import PayoutBook
    from orderloom.ports.provider_record import ProviderRecord


class Stripe(KeepsRecord, KeepsPayouts):
    terms = ProviderTerms(
        takes_payments=True,
        signs_with_our_secret=True,
        signatures_prefix="whsec_",
        captures_later=True,
        captures_parts=True,
        hosts_pages=True,
        account_id=True,
        pages_capture_later=True,
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

        return StripePayments(
            api_key=connection.api_key.get_secret_value(),
            base_url=base_url,
            account=connection.account_id,
        )

    def record(self, connection: "Connection", base_url: str) -> "ProviderRecord":
        from orderloom.adapters.stripe.record import StripeRecord

        return StripeRecord(
            api_key=connection.api_key.get_secret_value(),
            base_url=base_url,
            account=connection.account_id,
        )

    def payout_book(self, connection: "Connection", base_url: str) -> "PayoutBook":
        from orderloom.adapters.stripe.payouts import StripePayouts

        return StripePayouts(
            api_key=connection.api_key.get_secret_value(),
            base_url=base_url,
            account=connection.account_id,
        )


PROVIDER = Stripe()
