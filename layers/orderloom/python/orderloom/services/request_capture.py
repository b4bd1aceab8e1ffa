"""A merchant takes what is authorised: on record first, sent by a reaction to the commit."""

from dataclasses import dataclass

from orderloom.domain.capture import request_capture
from orderloom.domain.operation import Operation, operation_name
from orderloom.domain.order import Order
from orderloom.errors import InvalidRequest
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.providers import ProviderRegistry
from orderloom.services.contention import while_the_caller_waits


@dataclass(frozen=True)
class CaptureRequest:
    """`amount` in minor units, None: all of it; equal requests, equal fingerprints."""

    amount: int | None
    currency: str | None
    fingerprint: str


@dataclass(frozen=True)
class RequestedCapture:
    """What was asked for, the order now, and whether the key had asked for it before."""

    operation: Operation
    order: Order
    replayed: bool


class RequestCapture:
    """One tenant's orders."""

    def __init__(
        self, *, orders: OrderRepository, providers: ProviderRegistry, clock: Clock
    ) -> None:
        self._orders = orders
        self._providers = providers
        self._clock = clock

    @while_the_caller_waits
    def __call__(
        self, order_id: str, request: CaptureRequest, idempotency_key: str
    ) -> RequestedCapture:
        """The capture, on record.

        Raises:
            NotFound, NothingToCapture, CaptureTooLarge, WrongCurrency.
            InvalidRequest: the provider takes the whole amount only.
            IdempotencyKeyReused: the key asked for another capture of this order.
            VersionConflict: others keep changing the order.
        """
        name = operation_name(order_id, "capture", idempotency_key)
        order = self._orders.get(order_id)
        earlier = self._orders.operation(order_id, name)
        if earlier is not None:
            earlier.refuse_other(request.fingerprint)
            return RequestedCapture(earlier, order, replayed=True)
        now = self._clock.now()
        requested = request_capture(order, request.amount, request.currency, name, now)
        amount = int(requested.event.data["amount"])
        self._refuse_parts(order, amount)
        operation = Operation(
            order_id=order_id,
            operation=name,
            fingerprint=request.fingerprint,
            amount=amount,
            currency=order.currency,
            reason=None,
            requested_at=now,
        )
        self._orders.commit(requested, operation=operation)
        return RequestedCapture(operation, requested.order, replayed=False)

    def _refuse_parts(self, order: Order, amount: int) -> None:
        provider = order.payment.provider or ""
        terms = self._providers.terms(provider)
        if amount != order.total and not (terms and terms.captures_parts):
            message = f"{provider} takes the whole {order.total} {order.currency} or nothing"
            raise InvalidRequest(message, field="amount")
