"""The shopper's and the bank's side, which no merchant API can play."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.razorpay import disputes, links, payments, refunds
from simulator.razorpay.account import RazorpayAccount
from simulator.razorpay.calls import RazorpayCall
from simulator.razorpay.commands import (
    Dispute,
    MoveDispute,
    Pay,
    Settle,
)
from simulator.razorpay.errors import RazorpayError
from simulator.razorpay.events import EventDesk
from simulator.razorpay.router import RazorpayRouter
from simulator.razorpay.webhook_control import WebhookControl


@dataclass(frozen=True)
class RazorpayControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    router: RazorpayRouter

    def routes(self) -> list[Route]:
        webhooks = WebhookControl(self.kernel, self.router)
        return [
            *webhooks.routes(),
            Route("/orders/{id}/pay", self.pay, methods=["POST"]),
            Route("/payment_links/{id}/pay", self.pay_link, methods=["POST"]),
            Route("/payment_links/{id}/expire", self.expire_link, methods=["POST"]),
            Route("/payments/{id}/authorise", self.authorise_late, methods=["POST"]),
            Route("/payments/{id}/dispute", self.dispute, methods=["POST"]),
            Route("/disputes/{id}/move", self.move_dispute, methods=["POST"]),
            Route("/refunds/{id}/settle", self.settle, methods=["POST"]),
        ]

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

    async def pay_link(self, request: Request) -> Response:
        """The payment as it is afterwards, declined or not."""
        command = await read_model(request, Pay)
        link_id = request.path_params["id"]
        account = self._owner("links", link_id)
        if account is None or account.links[link_id]["status"] != "created":
            return control_error(409, f"{link_id} cannot be paid")
        reason = command.reason if command.outcome == "fail" else None
        call = self._call(account, link_id)
        return JSONResponse(links.pay(call, account.links[link_id], command.method, reason))

    async def expire_link(self, request: Request) -> Response:
        return self._change("links", request, ("created",), links.expire)

    async def authorise_late(self, request: Request) -> Response:
        """The bank had said yes after all."""
        return self._change("payments", request, ("failed",), payments.authorise)

    async def dispute(self, request: Request) -> Response:
        command = await read_model(request, Dispute)
        payment_id = request.path_params["id"]
        account = self._owner("payments", payment_id)
        if account is None or not account.payments[payment_id]["captured"]:
            return control_error(409, f"{payment_id} was not captured")
        payment = account.payments[payment_id]
        amount = command.amount or payment["amount"]
        call = self._call(account, payment_id)
        return JSONResponse(disputes.open_dispute(call, payment, amount, command.phase))

    async def move_dispute(self, request: Request) -> Response:
        command = await read_model(request, MoveDispute)
        change = partial(disputes.move, outcome=command.outcome)
        return self._change("disputes", request, disputes.OPEN, change)

    async def settle(self, request: Request) -> Response:
        """A processed refund may fail later, too."""
        command = await read_model(request, Settle)
        if command.outcome == "process":
            return self._change("refunds", request, ("pending",), refunds.process)
        return self._change("refunds", request, ("pending", "processed"), refunds.fail)

    def _change(
        self,
        shelf: Literal["links", "payments", "disputes", "refunds"],
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
        self,
        shelf: Literal["orders", "links", "payments", "disputes", "refunds"],
        object_id: str,
    ) -> RazorpayAccount | None:
        accounts = self.router.accounts.values()
        return next((a for a in accounts if object_id in getattr(a, shelf)), None)

    def _call(self, account: RazorpayAccount, target: str) -> RazorpayCall:
        now = int(self.kernel.clock.now())
        return RazorpayCall(account, target, now, self.kernel.ids, self.desk)
