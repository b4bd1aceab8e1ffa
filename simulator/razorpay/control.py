"""What no merchant API can do: the dashboard's webhooks, the shopper's and the bank's side."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.razorpay import disputes, links, payments, refunds
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
    shows_webhooks: bool = True


class ChangeSecret(_Command):
    """Razorpay knows no overlap: what happens from now on is signed with the new one."""

    secret: str


class Pay(_Command):
    """A shopper's attempt; `amount` in minor units, all that is due unless given."""

    outcome: Literal["succeed", "fail"] = "succeed"
    method: Literal["card", "upi", "netbanking", "wallet"] = "upi"
    reason: str = "payment_declined"
    amount: int | None = Field(default=None, ge=1)


class Dispute(_Command):
    """`amount` in minor units, all of the payment unless given."""

    amount: int | None = Field(default=None, ge=1)
    phase: Literal["fraud", "retrieval", "chargeback", "pre_arbitration"] = "chargeback"


class MoveDispute(_Command):
    """What the bank says next."""

    outcome: Literal["action_required", "under_review", "won", "lost", "closed"]


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
            Route("/webhooks", self.list_webhooks, methods=["GET"]),
            Route("/webhooks/{id}/secret", self.change_secret, methods=["POST"]),
            Route("/webhooks/{id}/disable", self.disable, methods=["POST"]),
            Route("/orders/{id}/pay", self.pay, methods=["POST"]),
            Route("/payment_links/{id}/pay", self.pay_link, methods=["POST"]),
            Route("/payment_links/{id}/expire", self.expire_link, methods=["POST"]),
            Route("/payments/{id}/authorise", self.authorise_late, methods=["POST"]),
            Route("/payments/{id}/dispute", self.dispute, methods=["POST"]),
            Route("/disputes/{id}/move", self.move_dispute, methods=["POST"]),
            Route("/refunds/{id}/settle", self.settle, methods=["POST"]),
        ]

    async def add_webhook(self, request: Request) -> Response:
        wanted = await read_model(request, AddWebhook)
        try:
            account = self.router.account(wanted.key_id, wanted.key_secret)
        except RazorpayError as error:
            return control_error(error.status, str(error))
        account.slow_refunds = wanted.slow_refunds
        account.shows_webhooks = wanted.shows_webhooks
        webhook_id = self.kernel.ids.token(14)
        account.webhooks[webhook_id] = Webhook(
            webhook_id, wanted.url, wanted.secret, frozenset(wanted.events)
        )
        return JSONResponse({"id": webhook_id})

    async def list_webhooks(self, request: Request) -> Response:
        """Ids of an account's webhooks, oldest first."""
        account = self.router.accounts.get(request.query_params.get("key_id", ""))
        return JSONResponse({"ids": list(account.webhooks) if account else []})

    async def change_secret(self, request: Request) -> Response:
        """As in the dashboard. What is on its way keeps its signature, retries included."""
        wanted = await read_model(request, ChangeSecret)
        webhook_id = request.path_params["id"]
        account = self._owner("webhooks", webhook_id)
        if account is None:
            return control_error(404, f"no webhook {webhook_id}")
        changed = replace(account.webhooks[webhook_id], secret=wanted.secret)
        account.webhooks[webhook_id] = changed
        return JSONResponse({"id": webhook_id})

    async def disable(self, request: Request) -> Response:
        """As Razorpay does after a day of failures."""
        webhook_id = request.path_params["id"]
        account = self._owner("webhooks", webhook_id)
        if account is None:
            return control_error(404, f"no webhook {webhook_id}")
        account.webhooks[webhook_id] = replace(account.webhooks[webhook_id], active=False)
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
        shelf: Literal["orders", "links", "payments", "disputes", "refunds", "webhooks"],
        object_id: str,
    ) -> RazorpayAccount | None:
        accounts = self.router.accounts.values()
        return next((a for a in accounts if object_id in getattr(a, shelf)), None)

    def _call(self, account: RazorpayAccount, target: str) -> RazorpayCall:
        now = int(self.kernel.clock.now())
        return RazorpayCall(account, target, now, self.kernel.ids, self.desk)
