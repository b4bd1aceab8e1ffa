"""What no merchant API can do: the dashboard's webhooks, the shopper's and the bank's side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.razorpay import payments, refunds
from simulator.razorpay.account import RazorpayAccount, Webhook
from simulator.razorpay.calls import RazorpayCall
from simulator.razorpay.errors import RazorpayError
from simulator.razorpay.events import EventDesk
from simulator.razorpay.router import RazorpayRouter


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AddWebhook(_Command):
    """As set up in the dashboard."""

    key_id: str
    key_secret: str
    url: str
    secret: str
    events: list[str]
    slow_refunds: bool = False


class Pay(_Command):
    """A shopper's attempt; `amount` in minor units, all that is due unless given."""

    outcome: Literal["succeed", "fail"] = "succeed"
    method: Literal["card", "upi", "netbanking", "wallet"] = "upi"
    reason: str = "payment_declined"
    amount: int | None = Field(default=None, ge=1)


class Settle(_Command):
    """How a pending refund ends."""

    outcome: Literal["process", "fail"]


@dataclass(frozen=True)
class RazorpayControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    router: RazorpayRouter

    def routes(self) -> list[Route]:
        return [
            Route("/webhooks", self.add_webhook, methods=["POST"]),
            Route("/orders/{id}/pay", self.pay, methods=["POST"]),
            Route("/payments/{id}/authorise", self.authorise_late, methods=["POST"]),
            Route("/refunds/{id}/settle", self.settle, methods=["POST"]),
        ]

    async def add_webhook(self, request: Request) -> Response:
        wanted = await read_model(request, AddWebhook)
        try:
            account = self.router.account(wanted.key_id, wanted.key_secret)
        except RazorpayError as error:
            return control_error(error.status, str(error))
        account.slow_refunds = wanted.slow_refunds
        webhook_id = self.kernel.ids.token(14)
        account.webhooks[webhook_id] = Webhook(
            webhook_id, wanted.url, wanted.secret, frozenset(wanted.events)
        )
        return JSONResponse({"id": webhook_id})

    async def pay(self, request: Request) -> Response:
        """The payment as it is afterwards, declined or not."""
        command = await read_model(request, Pay)
        order_id = request.path_params["id"]
        account = self._owner("orders", order_id)
        if account is None:
            return control_error(404, f"no order {order_id}")
        call, order = self._call(account, order_id), account.orders[order_id]
        try:
            payment = payments.attempt(
                call, order, command.method, command.amount or order["amount_due"]
            )
        except RazorpayError as error:
            return control_error(409, str(error))
        if command.outcome == "succeed":
            payments.authorise(call, payment)
        else:
            payments.fail(call, payment, command.reason)
        return JSONResponse(payment)

    async def authorise_late(self, request: Request) -> Response:
        """The bank had said yes after all."""
        return self._change("payments", request, ("failed",), payments.authorise)

    async def settle(self, request: Request) -> Response:
        """A processed refund may fail later, too."""
        command = await read_model(request, Settle)
        if command.outcome == "process":
            return self._change("refunds", request, ("pending",), refunds.process)
        return self._change("refunds", request, ("pending", "processed"), refunds.fail)

    def _change(
        self,
        shelf: Literal["payments", "refunds"],
        request: Request,
        needed: tuple[str, ...],
        change: Callable[[RazorpayCall, JsonObject], None],
    ) -> Response:
        object_id = request.path_params["id"]
        account = self._owner(shelf, object_id)
        if account is None:
            return control_error(404, f"no such thing as {object_id} in {shelf}")
        subject: JsonObject = getattr(account, shelf)[object_id]
        if subject["status"] not in needed:
            return control_error(409, f"the status is {subject['status']}")
        change(self._call(account, object_id), subject)
        return JSONResponse(subject)

    def _owner(
        self, shelf: Literal["orders", "payments", "refunds"], object_id: str
    ) -> RazorpayAccount | None:
        accounts = self.router.accounts.values()
        return next((a for a in accounts if object_id in getattr(a, shelf)), None)

    def _call(self, account: RazorpayAccount, target: str) -> RazorpayCall:
        now = int(self.kernel.clock.now())
        return RazorpayCall(account, target, now, self.kernel.ids, self.desk)
