"""The shopper's and the bank's side, which no merchant API can play."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.stripe import disputes, refunds
from simulator.stripe import intent_machine as machine
from simulator.stripe.account import StripeAccount
from simulator.stripe.calls import StripeCall
from simulator.stripe.events import EventDesk
from simulator.stripe.params import Params


class CompleteAction(BaseModel):
    """Whether the shopper passes authentication."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["succeed", "fail"]


class Dispute(BaseModel):
    """`amount` in minor units, all that was captured unless given."""

    model_config = ConfigDict(extra="forbid")

    amount: int | None = Field(default=None, ge=1)
    reason: str = "fraudulent"
    inquiry: bool = False


class CloseDispute(BaseModel):
    """How the bank decides; an inquiry is closed, never won."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["won", "lost", "warning_closed"]


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
            Route("/payment_intents/{id}/dispute", self.dispute, methods=["POST"]),
            Route("/disputes/{id}/evidence", self.evidence, methods=["POST"]),
            Route("/disputes/{id}/close", self.close_dispute, methods=["POST"]),
            Route("/refunds/{id}/fail", self.fail_refund, methods=["POST"]),
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

    def _change(
        self,
        shelf: Literal["disputes", "refunds"],
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
        self, shelf: Literal["intents", "disputes", "refunds"], object_id: str
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
