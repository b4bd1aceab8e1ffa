"""The carrier's side: moving a parcel along, forgetting tokens, limiting calls."""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.call_meter import CallMeter
from simulator.carriers.account import CarrierAccount, Event, Sold
from simulator.carriers.hooks import Hook, TrackDesk
from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel


class Advance(BaseModel):
    """The next milestone; without `occurred_at` it is reached now."""

    model_config = ConfigDict(extra="forbid")

    status: str
    occurred_at: AwareDatetime | None = None


class SetUp(BaseModel):
    """A webhook; `client_id`: of carriers that log in before they tell anything."""

    model_config = ConfigDict(extra="forbid")

    url: str
    secret: str
    client_id: str = ""


class Limit(BaseModel):
    """At most `calls` in `seconds`; without a number the limit ends."""

    model_config = ConfigDict(extra="forbid")

    calls: int | None = Field(default=None, ge=0)
    seconds: float = Field(default=1.0, gt=0)


@dataclass(frozen=True)
class CarrierControl:
    """Controls over the accounts a router holds; `milestones` are those the carrier knows."""

    kernel: Kernel
    accounts: dict[str, CarrierAccount]
    milestones: Collection[str]
    desk: TrackDesk | None = None
    """None: this carrier sends no webhooks."""

    def routes(self) -> list[Route]:
        return [
            Route("/labels/{id}/advance", self.advance, methods=["POST"]),
            Route("/accounts/{id}/forget-tokens", self.forget_tokens, methods=["POST"]),
            Route("/accounts/{id}/limit", self.limit, methods=["POST"]),
            Route("/accounts/{id}/webhook", self.webhook, methods=["POST"]),
        ]

    async def advance(self, request: Request) -> Response:
        command = await read_model(request, Advance)
        if command.status not in self.milestones:
            return control_error(400, f"one of {', '.join(self.milestones)}")
        found = self._sold(request.path_params["id"])
        if found is None or found[1].is_void:
            return control_error(404, "no such label")
        account, sold = found
        at = command.occurred_at
        event = Event(command.status, at.timestamp() if at else self.kernel.clock.now())
        sold.events.append(event)
        event_id = self.kernel.ids.prefixed("trk")
        if self.desk is not None:
            await self.desk.publish(account.key, sold, event, event_id)
        told = {"tracking_number": sold.number, "status": command.status, "event_id": event_id}
        return JSONResponse(told)

    async def webhook(self, request: Request) -> Response:
        """What a customer sets up on the carrier's own pages."""
        wanted = await read_model(request, SetUp)
        if self.desk is None:
            return control_error(404, "this carrier sends no webhooks")
        hook = Hook(wanted.url, wanted.secret, wanted.client_id)
        self.desk.hooks[request.path_params["id"]] = hook
        return JSONResponse({})

    async def forget_tokens(self, request: Request) -> Response:
        """As if they had been revoked."""
        account = self.accounts.get(request.path_params["id"])
        if account is None:
            return control_error(404, "no such account")
        account.tokens.clear()
        return JSONResponse({})

    async def limit(self, request: Request) -> Response:
        command = await read_model(request, Limit)
        account = self.accounts.get(request.path_params["id"])
        if account is None:
            return control_error(404, "no such account")
        account.limit, account.window = command.calls, command.seconds
        account.calls.clear()
        account.served = CallMeter()
        return JSONResponse({})

    def _sold(self, number: str) -> tuple[CarrierAccount, Sold] | None:
        for account in self.accounts.values():
            for sold in account.sold.values():
                if number in {sold.number, *sold.parcels}:
                    return account, sold
        return None
