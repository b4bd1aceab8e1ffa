"""A payment provider, for one tenant's account."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PaymentRequest:
    """Money to ask for: `amount` in minor units.

    `operation_key` is the provider's idempotency key: the same key never charges twice.
    """

    tenant_id: str
    order_id: str
    amount: int
    currency: str
    operation_key: str


@dataclass(frozen=True)
class PaymentIntent:
    """What the provider says of a payment. `captured` in minor units; secret masked."""

    intent_id: str
    client_secret: str = field(repr=False)
    captured: int
    cancelled: bool


@dataclass(frozen=True)
class Refund:
    """A refund the provider accepted; `settled` once the money is on its way back."""

    refund_id: str
    settled: bool


class PaymentProvider(ABC):
    """One tenant's account.

    Every method raises ProviderUnavailable (outcome unknown: same key again) or
    ProviderRefused (definite).
    """

    name: str

    @abstractmethod
    def create(self, request: PaymentRequest) -> PaymentIntent:
        """Ask for a payment; the same operation key returns the same intent."""

    @abstractmethod
    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:
        """Make sure an unpaid intent can never be paid.

        Returns the intent as it is afterwards: a captured one was paid first and must be
        refunded instead.
        """

    @abstractmethod
    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        """Send `amount` minor units back; the same operation key refunds once."""
