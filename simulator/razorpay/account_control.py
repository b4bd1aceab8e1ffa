"""What happens to a whole account: settlements, downtimes of what its shoppers pay with."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.razorpay import downtimes, settlements
from simulator.razorpay.account import RazorpayAccount
from simulator.razorpay.calls import RazorpayCall
from simulator.razorpay.events import EventDesk


class SettleAccount(BaseModel):
    """The account, by its key's id."""

    model_config = ConfigDict(extra="forbid")

    key_id: str


class TellDowntime(SettleAccount):
    """`downtime_id`: of one told of before."""

    stage: downtimes.Stage = "started"
    method: str = "upi"
    downtime_id: str | None = None


@dataclass(frozen=True)
class RazorpayAccountControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, RazorpayAccount]

    def routes(self) -> list[Route]:
        return [
            Route("/settlements", self.settle, methods=["POST"]),
            Route("/downtimes", self.tell_downtime, methods=["POST"]),
        ]

    async def settle(self, request: Request) -> Response:
        """The day's settlement of everything the account is owed."""
        command = await read_model(request, SettleAccount)
        call = self._call(command.key_id)
        if call is None:
            return control_error(404, "no such account")
        return JSONResponse(settlements.settle(call))

    async def tell_downtime(self, request: Request) -> Response:
        command = await read_model(request, TellDowntime)
        call = self._call(command.key_id)
        if call is None:
            return control_error(404, "no such account")
        told = downtimes.tell(call, command.stage, command.method, command.downtime_id)
        return JSONResponse(told)

    def _call(self, key_id: str) -> RazorpayCall | None:
        account = self.accounts.get(key_id)
        if account is None:
            return None
        now = int(self.kernel.clock.now())
        return RazorpayCall(account, "", now, self.kernel.ids, self.desk)
