"""A payment provider, for one tenant's account."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from orderloom.domain.money import RefundState
from orderloom.errors import ProviderRefused


@dataclass(frozen=True)
class PageLine:
    """A line as the shopper sees it; `unit_price` in minor units."""

    name: str
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class PageRequest:
    """What the provider's own payment page shows, and where it leads afterwards."""

    success_url: str
    cancel_url: str | None
    lines: tuple[PageLine, ...]


@dataclass(frozen=True)
class PaymentRequest:
    """Money to ask for: `amount` in minor units.

    `operation_key` is the provider's idempotency key: the same key never charges twice.
    `capture_later`: the shopper's bank only keeps the money, until it is captured.
    `page`: the shopper pays on a page of the provider's.
    """

    tenant_id: str
    order_id: str
    amount: int
    currency: str
    operation_key: str
    capture_later: bool = False
    page: PageRequest | None = None


@dataclass(frozen=True)
class PaymentIntent:
    """What the provider says of a payment; with what of it the shopper's browser needs.

    Attributes:
        captured: minor units.
        client_secret: proves to the provider that the shopper may pay; masked.
        payment_id: the single payment that was captured, where an intent may have several.
        account: whose payment it is, where the connection names a connected account.
        page_url: where the shopper pays, where a page was asked for.
        aliases: other objects of the provider its events may be about.
        public_key: names the account to the provider's checkout, where the secret does not.
        account, livemode: where the money will be; as webhooks tell it, None where they do not.
        fee: what the provider took of what was captured; None: not told.
    """

    intent_id: str
    captured: int
    cancelled: bool
    client_secret: str | None = field(default=None, repr=False)
    public_key: str | None = None
    payment_id: str | None = None
    page_url: str | None = None
    account: str | None = None
    livemode: bool | None = None
    aliases: tuple[str, ...] = ()
    fee: int | None = None


@dataclass(frozen=True)
class Refund:
    """A refund the provider accepted; `settled` once the money is on its way back."""

    refund_id: str
    settled: bool


@dataclass(frozen=True)
class RefundOnRecord:
    """A refund as the provider has it; `operation` is ours, where we asked for it."""

    refund_id: str
    amount: int
    state: RefundState
    operation: str | None


@dataclass(frozen=True)
class MoneyOnRecord:
    """The provider's own record of one payment; amounts in minor units of `currency`.

    Attributes:
        aliases: other objects of the provider its events may be about.
        fee: what the provider took of what was captured, where it tells it in `currency`.
        authorised: what can be captured now; `lapses_at` says until when, where that is known.
        cancelled: nothing can be captured any more.
    """

    captured: int
    currency: str
    refunds: tuple[RefundOnRecord, ...]
    payment_id: str | None = None
    authorised: int = 0
    lapses_at: datetime | None = None
    cancelled: bool = False
    aliases: tuple[str, ...] = ()
    fee: int | None = None


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
        """Make sure an unpaid intent can never be paid, where the provider can promise that.

        Returns the intent as it is afterwards: a captured one was paid first and must be
        refunded instead. Money that still comes to a cancelled one is told of by webhook, and
        goes back as all late money does.
        """

    def void(self, intent_id: str, operation_key: str) -> PaymentIntent:
        """Let go of what is authorised for an order whose money was to be captured later.

        As `cancel`, but that nothing is captured, where `cancel` would.
        """
        return self.cancel(intent_id, operation_key)

    def capture(self, intent_id: str, amount: int, operation_key: str) -> PaymentIntent:
        """Take `amount` minor units of what is authorised and let the rest go, once.

        Only asked of providers whose terms say that they capture later.
        """
        detail = f"{amount} of {intent_id} as {operation_key}"
        raise ProviderRefused(self.name, "capture payment", "not_supported", detail)

    @abstractmethod
    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        """Send `amount` minor units back; the same operation key refunds once."""

    @abstractmethod
    def on_record(self, intent_id: str) -> MoneyOnRecord:
        """What was captured and sent back so far, whoever asked for it."""


PaymentsOf = Callable[[str | None], PaymentProvider]
"""The tenant's account at the provider an order names (None: placed before orders named one)."""
