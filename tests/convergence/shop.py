"""The product's own services around one order: what the functions do, without their Lambdas."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository
from orderloom.adapters.dynamodb.label_purchases import DynamoLabelPurchases
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.provider_registry import AdapterRegistry, reader_for
from orderloom.domain.closing import Failure
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import AskProvider, Reaction, SendCapture, SendRefund, WakeParked
from orderloom.domain.transition import Transition
from orderloom.services.apply_event import ApplyEvent
from orderloom.services.arrange_shipping import ArrangeShipping
from orderloom.services.await_payment import AwaitPayment
from orderloom.services.cancel_order import CancelOrder
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.move_money import MoveMoney
from orderloom.services.open_task import OpenTask
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.refund_payment import RefundPayment
from orderloom.services.release_stock import ReleaseStock
from orderloom.services.request_capture import CaptureRequest, RequestCapture
from orderloom.services.reserve_stock import ReserveStock
from orderloom.services.view_order import ViewOrder
from orderloom.services.void_label import VoidLabel

from tests.builders.tenants import a_tenant
from tests.convergence.history import ORDER_ID, TENANT, Done, Recording, Step, Terms
from tests.convergence.outside import Bank, Courier, Effects
from tests.convergence.saga import Execution, Executions, move
from tests.fakes.archive import FakeArchive
from tests.fakes.clock import FakeClock
from tests.fakes.labels import FakeLabels
from tests.fakes.shipping_switch import FakeShippingSwitch


@dataclass
class State:
    """All that is not in the table: what a shop can be stopped at, and begun from."""

    effects: Effects = field(default_factory=Effects)
    executions: Executions = field(default_factory=Executions)
    queue: list[Reaction] = field(default_factory=list)
    clock: FakeClock = field(default_factory=FakeClock)


class Outbox(DynamoOrderRepository):
    """The table's stream: every committed event becomes its reactions."""

    queue: list[Reaction]

    def commit(self, transition: Transition, **parts: object) -> None:
        super().commit(transition, **parts)  # type: ignore[arg-type]  # passed on as they are
        self.queue.extend(reactions_to(transition.event))


class Shop:
    """One merchant's order. `ahead`: the provider's record is ahead of its webhooks."""

    def __init__(
        self,
        table: Table,
        recording: Recording,
        provider: str,
        terms: Terms,
        state: State,
        *,
        ahead: bool,
    ) -> None:
        self.state = state
        self.orders = Outbox(table, TENANT, state.clock)
        self.orders.queue = state.queue
        self.catalogue = DynamoCatalogueRepository(table, TENANT)
        effects = state.effects
        bank = Bank(provider, recording, terms, effects, ahead=ahead)
        self._carriers = {"shipstation": Courier(recording.parcel, effects)}
        self._purchases = DynamoLabelPurchases(table, TENANT, state.clock)
        self._apply = ApplyEvent(
            orders_for=lambda _: self.orders,
            reader_for=reader_for,
            restore=_never_archived,
            clock=state.clock,
        )
        self._drive = DriveSaga(orders_for=lambda _: self.orders, saga=state.executions)
        self._money = MoveMoney(
            orders_for=lambda _: self.orders, payments_for=lambda *_: bank, clock=state.clock
        )
        self._payments = lambda _: bank
        self._requester = PaymentRequester(
            orders=self.orders, payments=self._payments, clock=state.clock
        )

    def take(self, step: Step) -> None:
        """A webhook is delivered, or something is done."""
        self.state.clock.advance(seconds=1)
        if isinstance(step, Done):
            self._do(step)
            return
        self.state.effects.act = max(self.state.effects.act, step.act)
        self._apply(step.event)

    def pause(self, rng: random.Random, most: int) -> None:
        """Queues and executions move on, each in its own time, by `most` steps at most."""
        for _ in range(most):
            executions = self.state.executions.movable()
            ready = len(self.state.queue) + len(executions)
            if not ready:
                return
            chosen = rng.randrange(ready)
            if chosen < len(self.state.queue):
                self._react(self.state.queue.pop(chosen))
            else:
                move(executions[chosen - len(self.state.queue)], self._step)

    def settle(self, rng: random.Random) -> None:
        """Until nothing is left to do."""
        self.pause(rng, 500)
        if self.state.queue or self.state.executions.movable():
            raise RuntimeError("the order never comes to rest")

    def _react(self, reaction: Reaction) -> None:
        match reaction:
            case WakeParked():
                self._apply.wake(reaction)
            case SendRefund() | SendCapture() | AskProvider():
                self._money(reaction)
            case _:
                self._drive(reaction)  # type: ignore[arg-type]  # no shards grow here

    def _do(self, step: Done) -> None:
        match step.deed:
            case "cancel":
                self._cancel()
            case "expire":
                self._expire()
            case "capture":
                self._capture(step.amount)
            case _:
                raise LookupError(step.deed)

    def _capture(self, amount: int | None) -> None:
        take = RequestCapture(
            orders=self.orders, providers=AdapterRegistry(), clock=self.state.clock
        )
        take(ORDER_ID, CaptureRequest(amount, None, "f00d"), "take")

    def _cancel(self) -> None:
        view = ViewOrder(orders=self.orders, archive=FakeArchive())
        CancelOrder(orders=self.orders, view=view, clock=self.state.clock)(ORDER_ID)

    def _expire(self) -> None:
        for execution in self.state.executions.running.values():
            if execution.waits and execution.answer is None:
                execution.answer = "States.Timeout"
        self.state.clock.advance(seconds=timedelta(hours=1).total_seconds())

    def _step(self, name: str, execution: Execution) -> None:
        forward = {
            "reserve_stock": self._reserve_stock,
            "arrange_shipping": self._arrange_shipping,
        }
        if name == "await_payment":
            self._await_payment(execution.token)
        elif name in forward:
            forward[name](ORDER_ID)
        else:
            self._undo(name, execution, execution.failure or Failure(error="unknown"))

    def _undo(self, name: str, execution: Execution, failure: Failure) -> None:
        parts: dict[str, Any] = {"orders": self.orders, "clock": self.state.clock}
        match name:
            case "void_label":
                undo = VoidLabel(purchases=self._purchases, accounts=self._carriers, **parts)
                undo(ORDER_ID, failure)
            case "refund_payment":
                back = RefundPayment(payments=self._payments, requester=self._requester, **parts)
                back(ORDER_ID, failure)
            case "release_stock":
                ReleaseStock(**parts)(ORDER_ID, failure)
            case "open_task":
                OpenTask(**parts)(ORDER_ID, execution.failed_step, failure)
            case _:
                raise LookupError(name)

    def _reserve_stock(self, order_id: str) -> None:
        ReserveStock(orders=self.orders, catalogue=self.catalogue, clock=self.state.clock)(order_id)

    def _await_payment(self, token: str) -> None:
        waiting = AwaitPayment(
            orders=self.orders, requester=self._requester, saga=self.state.executions
        )
        waiting(ORDER_ID, token)

    def _arrange_shipping(self, order_id: str) -> None:
        arrange = ArrangeShipping(
            orders=self.orders,
            purchases=self._purchases,
            tenant=a_tenant(TENANT),
            accounts=self._carriers,
            labels=FakeLabels(),
            switch=FakeShippingSwitch(),
            clock=self.state.clock,
        )
        arrange(order_id)


def _never_archived(_tenant_id: str, order_id: str) -> None:
    raise RuntimeError(f"{order_id} has not ended, and is in the table")
