"""Which payment providers and carriers there are, and what a connection to each consists of.

Imported on the acknowledgement path: standard library only.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ProviderTerms:
    """What a provider does, and what its connection has beside an API key.

    Attributes:
        signatures_prefix: what every webhook secret of this provider starts with.
        key_id: whether the account has a public key id beside its secret key.
    """

    takes_payments: bool = False
    signs_with_our_secret: bool = False
    signatures_prefix: str = ""
    key_id: bool = False
    carrier_ids: bool = False


class ProviderRegistry(ABC):
    """All providers this system can work with."""

    @abstractmethod
    def terms(self, provider: str) -> ProviderTerms | None:
        """None for a provider this system does not know."""
