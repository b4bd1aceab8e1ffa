"""The shopper's and the bank's side, which no merchant API can play."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.stripe import disputes, endpoints, payouts, refunds, sessions
from simulator.stripe import intent_machine as machine
from simulator.stripe import page as shopper_page
from simulator.stripe.account import StripeAccount
from simulator.stripe.calls import StripeCall
from simulator.stripe.cards import TEST_CARDS
from simulator.stripe.commands import (
    CloseDispute,
    CompleteAction,
    Dispute,
    PayOut,
    PayPage,
    RollSecret,
)
from simulator.stripe.events import EventDesk
from simulator.stripe.params import Params

_OPEN = frozenset(
    {"needs_response", "under_review", "warning_needs_response", "warning_under_review"}
)


@dataclass(frozen=True)
class StripeControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, StripeAccount]

    def routes(self) -> list[Route]:
        return [
            Route("/payment_intents/{id}/complete_action", self.complete_action, methods=["POST"]),
            Route("/checkout/sessions/{id}/pay", self.pay_page, methods=["POST"]),
            Route("/checkout/sessions/{id}/settle", self.settle_page, methods=["POST"]),
            Route("/checkout/sessions/{id}/expire", self.expire_page, methods=["POST"]),
            Route("/payment_intents/{id}/expire", self.expire, methods=["POST"]),
            Route("/payment_intents/{id}/dispute", self.dispute, methods=["POST"]),
            Route("/disputes/{id}/evidence", self.evidence, methods=["POST"]),
            Route("/disputes/{id}/close", self.close_dispute, methods=["POST"]),
            Route("/payouts", self.pay_out, methods=["POST"]),
            Route("/refunds/{id}/fail", self.fail_refund, methods=["POST"]),
            Route("/webhook_endpoints/{id}/roll", self.roll_secret, methods=["POST"]),
        ]

    async def complete_action(self, request: Request) -> Response:
        """Finishes a requires_action intent and answers with the intent as it then is."""
        command = await read_model(request, CompleteAction)
        intent_id = request.path_params["id"]
        account = self._owner("intents", intent_id)
        if account is None:
            return control_error(404, f"no payment intent {intent_id}")
        intent = account.intents[intent_id]
        if intent["status"] != "requires_action":
            return control_error(409, f"the intent's status is {intent['status']}")
        call = self._call(account, intent_id)
        if command.outcome == "succeed":
            machine.authorise(call, intent)
        else:
            machine.fail_action(call, intent)
        return JSONResponse(intent)

    async def pay_page(self, request: Request) -> Response:
        """The shopper pays, or has the card declined and stays on the page; the session."""
        command = await read_model(request, PayPage)
        if command.card not in TEST_CARDS:
            return control_error(404, f"no card {command.card}")
        change = partial(shopper_page.pay, card=command.card, delayed=command.delayed)
        return self._change("sessions", request, {"open"}, change)

    async def settle_page(self, request: Request) -> Response:
        command = await read_model(request, CompleteAction)
        change = partial(shopper_page.settle, outcome=command.outcome)
        return self._change("sessions", request, {"complete"}, change)

    async def expire_page(self, request: Request) -> Response:
        """A day went by."""
        return self._change("sessions", request, {"open"}, sessions.end)

    async def expire(self, request: Request) -> Response:
        """Seven days went by: what was authorised is let go."""
        return self._change("intents", request, machine.CAPTURABLE, machine.expire)

    async def dispute(self, request: Request) -> Response:
        """The shopper's bank claims a captured payment, or asks about it; the dispute."""
        command = await read_model(request, Dispute)
        intent_id = request.path_params["id"]
        account = self._owner("intents", intent_id)
        charge_id = account.intents[intent_id]["latest_charge"] if account else None
        if account is None or charge_id is None or not account.charges[charge_id]["captured"]:
            return control_error(409, f"{intent_id} has no captured charge")
        charge = account.charges[charge_id]
        opened = disputes.open_dispute(
            self._call(account, intent_id),
            charge,
            command.amount or charge["amount_captured"],
            command.reason,
            inquiry=command.inquiry,
        )
        return JSONResponse(opened)

    async def evidence(self, request: Request) -> Response:
        """The merchant answers in the dashboard."""
        return self._change("disputes", request, _OPEN, disputes.submit_evidence)

    async def close_dispute(self, request: Request) -> Response:
        command = await read_model(request, CloseDispute)
        change = partial(disputes.close, outcome=command.outcome)
        return self._change("disputes", request, _OPEN, change)

    async def fail_refund(self, request: Request) -> Response:
        """The shopper's bank does not take the money, after Stripe said that it was sent."""
        return self._change("refunds", request, {"pending", "succeeded"}, refunds.fail)

    async def roll_secret(self, request: Request) -> Response:
        """The new signing secret of a webhook endpoint, which only the dashboard can make."""
        command = await read_model(request, RollSecret)
        endpoint_id = request.path_params["id"]
        account = self._owner("endpoints", endpoint_id)
        if account is None:
            return control_error(404, f"no webhook endpoint {endpoint_id}")
        call = self._call(account, endpoint_id)
        return JSONResponse({"secret": endpoints.roll_secret(call, command.overlap_seconds)})

    async def pay_out(self, request: Request) -> Response:
        """The day's payouts of everything the account is owed."""
        command = await read_model(request, PayOut)
        account = self.accounts.get(command.account)
        if account is None:
            return control_error(404, "no such account")
        return JSONResponse({"payouts": payouts.pay_out(self._call(account, ""))})

    def _change(
        self,
        shelf: Literal["intents", "sessions", "disputes", "refunds"],
        request: Request,
        needed: AbstractSet[str],
        change: Callable[[StripeCall, JsonObject], None],
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
        shelf: Literal["intents", "sessions", "disputes", "refunds", "endpoints"],
        object_id: str,
    ) -> StripeAccount | None:
        return next((a for a in self.accounts.values() if object_id in getattr(a, shelf)), None)

    def _call(self, account: StripeAccount, target: str) -> StripeCall:
        return StripeCall(
            account=account,
            params=Params({}),
            target=target,
            now=int(self.kernel.clock.now()),
            ids=self.kernel.ids,
            desk=self.desk,
        )
