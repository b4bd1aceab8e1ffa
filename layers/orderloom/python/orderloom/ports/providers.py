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
        hosts_pages: whether it has payment pages of its own; pages_capture_later: and for those.
        captures_later: whether money can be authorised first; captures_parts: and less taken.
        account_id: whether a platform's key may act for a connected account.
        key_id: whether the account has a public key id beside its secret key.
        ships: whether it is a carrier, of which a tenant may have several accounts.
        details, optional_details: what else must, or may, be known of an account.
    """

    takes_payments: bool = False
    signs_with_our_secret: bool = False
    signatures_prefix: str = ""
    key_id: bool = False
    account_id: bool = False
    captures_later: bool = False
    captures_parts: bool = False
    hosts_pages: bool = False
    pages_capture_later: bool = False
    carrier_ids: bool = False
    ships: bool = False
    details: frozenset[str] = frozenset()
    optional_details: frozenset[str] = frozenset()


class ProviderRegistry(ABC):
    """All providers this system can work with."""

    @abstractmethod
    def terms(self, provider: str) -> ProviderTerms | None:
        """Of a connection to `provider`; None for one this system does not know.

        `fedex.second` is a second account at FedEx.
        """
