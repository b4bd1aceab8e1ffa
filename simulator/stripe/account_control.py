"""What happens to a whole account: its merchant, or Stripe, allows less or more."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.stripe import standing
from simulator.stripe.account import StripeAccount
from simulator.stripe.calls import StripeCall
from simulator.stripe.events import EventDesk
from simulator.stripe.params import Params


class Standing(BaseModel):
    """The account, by its secret key, or `<platform's key>/<account>`."""

    model_config = ConfigDict(extra="forbid")

    account: str
    deauthorise: bool = False
    charges: bool = True
    payouts: bool = True


@dataclass(frozen=True)
class StripeAccountControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, StripeAccount]

    def routes(self) -> list[Route]:
        return [
            Route("/standing", self.change_standing, methods=["POST"]),
            Route("/charges/{id}/settled", self.tell_settled, methods=["POST"]),
        ]

    async def change_standing(self, request: Request) -> Response:
        """What Stripe, or the merchant in its dashboard, allows from now on."""
        command = await read_model(request, Standing)
        account = self.accounts.get(command.account)
        if account is None:
            return control_error(404, "no such account")
        call = self._call(account)
        if command.deauthorise:
            return JSONResponse(standing.deauthorise(call))
        told = standing.restrict(call, charges=command.charges, payouts=command.payouts)
        return JSONResponse(told)

    async def tell_settled(self, request: Request) -> Response:
        """Stripe has worked out what a captured charge does to the balance, and says so."""
        charge_id = request.path_params["id"]
        owners = (each for each in self.accounts.values() if charge_id in each.charges)
        account = next(owners, None)
        if account is None or not account.charges[charge_id]["captured"]:
            return control_error(409, f"{charge_id} was not captured")
        charge = account.charges[charge_id]
        self._call(account).emit("charge.updated", charge, {"balance_transaction": None})
        return JSONResponse(charge)

    def _call(self, account: StripeAccount) -> StripeCall:
        return StripeCall(
            account=account,
            params=Params({}),
            target="",
            now=int(self.kernel.clock.now()),
            ids=self.kernel.ids,
            desk=self.desk,
        )
