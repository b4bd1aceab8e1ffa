"""Money reactions: captures and refunds to send, providers to ask. Every one may come twice."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from orderloom.domain.reactions import AskProvider, MoneyReaction, SendCapture, SendRefund
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentProvider
from orderloom.services import send_capture, send_refund
from orderloom.services.record_money import RecordMoney


class MoveMoney:
    """`payments_for` is the account of a tenant at the provider an order names."""

    def __init__(
        self,
        *,
        orders_for: Callable[[str], OrderRepository],
        payments_for: Callable[[str, str | None], PaymentProvider],
        clock: Clock,
    ) -> None:
        self._orders_for = orders_for
        self._payments_for = payments_for
        self._clock = clock

    def __call__(self, reaction: MoneyReaction) -> None:
        """Raises ProviderUnavailable: nothing is known to have happened; the same again later."""
        orders = self._orders_for(reaction.tenant_id)
        payments = partial(self._payments_for, reaction.tenant_id)
        match reaction:
            case SendRefund():
                send = send_refund.SendRefund(orders=orders, payments=payments, clock=self._clock)
                send(reaction.order_id, reaction.operation)
            case SendCapture():
                take = send_capture.SendCapture(orders=orders, payments=payments, clock=self._clock)
                take(reaction.order_id, reaction.operation)
            case AskProvider():
                record = RecordMoney(orders=orders, payments=payments, clock=self._clock)
                record.ask(orders.get(reaction.order_id))
            case _:
                assert_never(reaction)
