"""A provider's entry in the registry: `adapters/<name>/provider.py` holds one as `PROVIDER`.

Entries import their adapters when asked, so that the door loads no reader, and neither loads
another provider. See docs/adding-a-payment-provider.md.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:  # pydantic models, which the door must not load
    from orderloom.adapters.carrier_means import CarrierMeans
    from orderloom.domain.tenant import Connection
    from orderloom.ports.carrier import Carrier
    from orderloom.ports.event_reader import EventReader
    from orderloom.ports.payments import PaymentProvider
    from orderloom.ports.payout_book import PayoutBook
    from orderloom.ports.provider_record import ProviderRecord


@dataclass(frozen=True)
class DoorOptions:
    """Addresses a verifier may need."""

    shipstation_jwks_url: str


class Provider(ABC):
    """One provider; its name is that of its folder."""

    terms: ProviderTerms

    @abstractmethod
    def verifier(self, options: DoorOptions) -> WebhookVerifier:
        """Made once in each execution environment, as a verifier may keep keys."""

    @abstractmethod
    def reader(self) -> "EventReader":
        """What understands its webhooks."""


class TakesPayments(Provider):
    """A provider that takes payments; `base_url` is where its API is found."""

    base_url: str

    @abstractmethod
    def payments(self, connection: "Connection", base_url: str) -> "PaymentProvider":
        """The account of `connection`."""


class Ships(Provider):
    """A carrier, or who sells several carriers' labels; a tenant may have several accounts.

    `sends_scans`: whether webhooks tell where parcels are.
    """

    base_url: str
    sends_scans = True

    def tells(self, connection: "Connection") -> bool:
        """Whether its webhooks can come: none are taken without the secret they show."""
        known = connection.signing_secrets or not self.terms.signs_with_our_secret
        return self.sends_scans and bool(known)

    @abstractmethod
    def carrier(self, connection: "Connection", means: "CarrierMeans") -> "Carrier":
        """The account of `connection`."""


class KeepsRecord(TakesPayments):
    """A payment provider whose own record can be read, so that the gap sweep covers it."""

    @abstractmethod
    def record(self, connection: "Connection", base_url: str) -> "ProviderRecord":
        """The record of `connection`'s account."""


class KeepsPayouts(TakesPayments):
    """A payment provider that tells which payments a payout is made of."""

    @abstractmethod
    def payout_book(self, connection: "Connection", base_url: str) -> "PayoutBook":
        """The payouts of `connection`'s account."""
