"""Razorpay in the registry of providers."""

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


class Razorpay(KeepsRecord, KeepsPayouts):
    terms = ProviderTerms(
        takes_payments=True,
        signs_with_our_secret=True,
        key_id=True,
        captures_later=True,
        hosts_pages=True,
    )
    base_url = "https://api.razorpay.com"

    def verifier(self, options: DoorOptions) -> WebhookVerifier:  # noqa: ARG002 - needs none
        from orderloom.adapters.razorpay.verifier import RazorpayVerifier

        return RazorpayVerifier()

    def reader(self) -> "EventReader":
        from orderloom.adapters.razorpay.reader import RazorpayReader

        return RazorpayReader()

    def payments(self, connection: "Connection", base_url: str) -> "PaymentProvider":
        from orderloom.adapters.razorpay.payments import RazorpayPayments

        return RazorpayPayments(
            key_id=connection.key_id or "",
            key_secret=connection.api_key.get_secret_value(),
            base_url=base_url,
        )

    def record(self, connection: "Connection", base_url: str) -> "ProviderRecord":
        from orderloom.adapters.razorpay.record import RazorpayRecord

        return RazorpayRecord(
            key_id=connection.key_id or "",
            key_secret=connection.api_key.get_secret_value(),
            base_url=base_url,
        )

    def payout_book(self, connection: "Connection", base_url: str) -> "PayoutBook":
        from orderloom.adapters.razorpay.payouts import RazorpayPayouts

        return RazorpayPayouts(
            key_id=connection.key_id or "",
            key_secret=connection.api_key.get_secret_value(),
            base_url=base_url,
        )


PROVIDER = Razorpay()
