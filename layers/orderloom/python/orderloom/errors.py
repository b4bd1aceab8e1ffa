"""Every error Orderloom raises on purpose, in one tree.

OrderloomError
├── InvalidRequest              the caller sent something unusable (names the field)
│   ├── UnknownSku
│   ├── WrongCurrency
│   ├── PaymentProviderUnclear  who takes the payment is not said, or cannot take it
│   ├── QuoteExpired            the carriers' offers are too old to ship by
│   └── IdempotencyKeyReused    same key, another body
├── NotFound                    no such thing for this tenant
├── Conflict                    the thing is in a state that forbids the request
│   ├── InsufficientStock       raised at the door; OutOfStock is its saga twin
│   ├── NothingToCapture
│   ├── CaptureTooLarge
│   ├── NothingToRefund
│   └── RefundTooLarge
├── VersionConflict             somebody else committed first: load again, decide again
├── AlreadyApplied              this very event was committed before: done, not an error
├── MalformedEvent              a provider's event lacks what its type promises
├── TransientError              try the same again soon
│   ├── Contended               too many want the same item at once: it needs more shards
│   ├── ProviderUnavailable     a provider timed out or answered 5xx: outcome unknown
│   │   ├── RateLimited         it answered 429: come back later
│   │   │   └── OutOfTurns      it was not asked: our own share of calls is used up
│   │   └── ProviderPaused      it was not asked at all: it answers nobody now, or may not be asked
│   ├── NoCarrierAnswered       all are slow or down: asked again before a person has to ship
│   ├── CarriersBusy            there are more parcels than calls: their turn comes
│   └── TenantMoving            the tenant's data changes its table: nothing can be written now
├── ProviderRefused             a provider answered with a definite no
│   ├── CredentialsRejected     the tenant's credentials are wrong: a person must act
│   ├── ShipmentUnfit           a carrier cannot take this address or parcel (names the field)
│   └── Unsupported             the provider has no such operation
├── CorruptRecord               a stored item is not what was written: a person must act
├── TransactionTooLarge         more items than one transaction can hold, so none was written
├── Misconfigured               the platform refuses what we ask of it: a person must act
└── SagaFailure                 ends the forward way of a saga; Step Functions sees the name
    ├── OutOfStock
    ├── OrderCancelled
    ├── PaymentDeclined
    ├── PaymentVoided
    └── ShippingFailed

Step Functions matches `Retry` and `Catch` on the class names below: renaming one is a
change of the state machine.
"""

from datetime import datetime


class OrderloomError(Exception):
    """Base of every expected failure; `str()` is safe to log and holds no personal data."""


class InvalidRequest(OrderloomError):
    """The request cannot be accepted as it is.

    Attributes:
        field: JSON path of the offending field, such as `lines.0.quantity`.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnknownSku(InvalidRequest):
    """A line names a product the tenant does not have."""


class WrongCurrency(InvalidRequest):
    """A line's product, or a refund, is in another currency than the order."""


class PaymentProviderUnclear(InvalidRequest):
    """No payment provider is connected, several are and none was named, or another was."""


class QuoteExpired(InvalidRequest):
    """A quote was good until a moment that is past.

    Attributes:
        good_until: that moment.
    """

    def __init__(self, quote_id: str, good_until: datetime, *, field: str) -> None:
        message = f"the quote {quote_id} expired at {good_until:%Y-%m-%dT%H:%M:%SZ}"
        super().__init__(f"{message}: ask for another", field=field)
        self.good_until = good_until


class IdempotencyKeyReused(InvalidRequest):
    """The idempotency key was used before with a different body."""


class NotFound(OrderloomError):
    """Nothing of that kind and id exists for this tenant (or it is another tenant's)."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"no {kind} {identifier}")
        self.kind = kind
        self.identifier = identifier


class Conflict(OrderloomError):
    """The current state forbids the request."""


class InsufficientStock(Conflict):
    """Fewer units are left than asked for.

    Attributes:
        sku: the product; available: units left when it was looked at.
    """

    def __init__(self, sku: str, *, requested: int, available: int) -> None:
        super().__init__(f"{sku}: {requested} asked for, {available} left")
        self.sku = sku
        self.requested = requested
        self.available = available


class NothingToCapture(Conflict):
    """No money is authorised that could be taken now; the message says why."""


class CaptureTooLarge(Conflict):
    """More than is authorised.

    Attributes:
        authorised: minor units that can be captured.
    """

    def __init__(self, amount: int, authorised: int, currency: str) -> None:
        super().__init__(f"{amount} {currency} asked for, {authorised} can be captured")
        self.authorised = authorised


class NothingToRefund(Conflict):
    """No money is held that could be sent back."""


class RefundTooLarge(Conflict):
    """More than is left.

    Attributes:
        left: minor units that can be refunded.
    """

    def __init__(self, amount: int, left: int, currency: str) -> None:
        super().__init__(f"{amount} {currency} asked for, {left} can be refunded")
        self.left = left


class VersionConflict(OrderloomError):
    """The record changed since it was read; load and decide again."""


class AlreadyApplied(OrderloomError):
    """The event is on the record already; repeating it must change nothing."""


class MalformedEvent(OrderloomError):
    """A verified provider event lacks a field its type promises."""


class TransientError(OrderloomError):
    """A passing failure with no effect; the same call may be tried again."""


class Contended(TransientError):
    """Others were always first, or the item's partition serves no more requests now."""


class ProviderUnavailable(TransientError):
    """No usable answer from a provider: it may or may not have acted.

    Attributes:
        retry_after: seconds for which the provider asked to be left alone, if it did.
    """

    def __init__(
        self, provider: str, operation: str, detail: str, *, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{provider} {operation}: {detail}")
        self.provider = provider
        self.operation = operation
        self.retry_after = retry_after


class ProviderPaused(ProviderUnavailable):
    """It was not asked: it has not answered lately, and is left alone for a while.

    Attributes:
        reason: `unanswered`, or `deauthorised` where the merchant took our access back.
    """

    def __init__(
        self, provider: str, operation: str, detail: str, *, reason: str = "unanswered"
    ) -> None:
        super().__init__(provider, operation, detail)
        self.reason = reason


class RateLimited(ProviderUnavailable):
    """Too many calls.

    Attributes:
        retry_after: seconds the provider asks to wait, where it says.
    """

    def __init__(
        self, provider: str, operation: str, detail: str, retry_after: float | None = None
    ) -> None:
        super().__init__(provider, operation, detail)
        self.retry_after = retry_after


class NoCarrierAnswered(TransientError):
    """None has offered a rate or refused one; nothing was bought."""


class CarriersBusy(TransientError):
    """No account may be called now, and one of them soon; nothing was bought."""


class TenantMoving(TransientError):
    """Writes are refused for the moment in which a tenant's data changes its table."""

    def __init__(self, tenant_id: str) -> None:
        super().__init__(f"{tenant_id} is being moved to another table")
        self.tenant_id = tenant_id


class OutOfTurns(RateLimited):
    """Not called, so that the account's limit is kept: the calls of the next while are others'."""


class ProviderRefused(OrderloomError):
    """A provider's definite no.

    Attributes:
        code: the provider's own error code, kept for the person who reads the task.
    """

    def __init__(self, provider: str, operation: str, code: str, detail: str) -> None:
        super().__init__(f"{provider} {operation} refused: {code}: {detail}")
        self.provider = provider
        self.operation = operation
        self.code = code


class CredentialsRejected(ProviderRefused):
    """The provider does not accept the tenant's credentials."""


class ShipmentUnfit(ProviderRefused):
    """What this carrier does not accept; another may.

    Attributes:
        field: path in the shipment, such as `ship_to.line1` or `parcels.0.weight_grams`.
    """

    def __init__(self, provider: str, field: str, detail: str) -> None:
        super().__init__(provider, "shipment", "unfit", f"{field}: {detail}")
        self.field = field


class Unsupported(ProviderRefused):
    """No such operation at this provider: a person must do it, or nobody can."""

    def __init__(self, provider: str, operation: str) -> None:
        super().__init__(provider, operation, "unsupported", "not offered by this provider")


class CorruptRecord(OrderloomError):
    """A stored item lacks an attribute, has one of another type, or is another tenant's.

    Attributes:
        key: which item; field: which of its attributes. Never the data.
    """

    def __init__(self, key: str, field: str) -> None:
        super().__init__(f"{key}: {field} is not as it was written")
        self.key = key
        self.field = field


class TransactionTooLarge(OrderloomError):
    """What belongs together does not fit one transaction; splitting would break the promise."""

    def __init__(self, items: int, limit: int) -> None:
        super().__init__(f"{items} items to write together, {limit} are possible")
        self.items = items


class Misconfigured(OrderloomError):
    """A missing resource or permission, or a request the platform cannot accept.

    Trying again does not help.
    """


class SagaFailure(OrderloomError):
    """The order cannot go forward; the saga compensates."""


class OutOfStock(SagaFailure):
    """Not every line could be reserved."""


class OrderCancelled(SagaFailure):
    """The order was closed while the saga was on its way."""


class PaymentDeclined(SagaFailure):
    """The shopper's last allowed attempt to pay failed, or the provider refused the payment."""


class PaymentVoided(SagaFailure):
    """The provider (or the merchant at the provider) cancelled the payment."""


class ShippingFailed(SagaFailure):
    """No label can be bought for this order."""
