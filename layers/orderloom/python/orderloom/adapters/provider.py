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
    from orderloom.domain.tenant import Connection
    from orderloom.ports.event_reader import EventReader
    from orderloom.ports.payments import PaymentProvider


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
