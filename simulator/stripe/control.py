"""The shopper's side of a challenge, which no merchant API can play."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.stripe import intent_machine as machine
from simulator.stripe.account import StripeAccount
from simulator.stripe.calls import StripeCall
from simulator.stripe.events import EventDesk
from simulator.stripe.params import Params


class CompleteAction(BaseModel):
    """Whether the shopper passes authentication."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["succeed", "fail"]


@dataclass(frozen=True)
class StripeControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, StripeAccount]

    def routes(self) -> list[Route]:
        return [
            Route("/payment_intents/{id}/complete_action", self.complete_action, methods=["POST"])
        ]

    async def complete_action(self, request: Request) -> Response:
        """Finishes a requires_action intent and answers with the intent as it then is."""
        command = await read_model(request, CompleteAction)
        intent_id = request.path_params["id"]
        account = next((a for a in self.accounts.values() if intent_id in a.intents), None)
        if account is None:
            return control_error(404, f"no payment intent {intent_id}")
        intent = account.intents[intent_id]
        if intent["status"] != "requires_action":
            return control_error(409, f"the intent's status is {intent['status']}")
        call = StripeCall(
            account=account,
            params=Params({}),
            target=intent_id,
            now=int(self.kernel.clock.now()),
            ids=self.kernel.ids,
            desk=self.desk,
        )
        if command.outcome == "succeed":
            machine.authorise(call, intent)
        else:
            machine.fail_action(call, intent)
        return JSONResponse(intent)
