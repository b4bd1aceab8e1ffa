"""The control API under `/_control`: faults, held messages, signatures, books."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from simulator.control_errors import control_error, read_model
from simulator.delivery_types import DeliveryFilter
from simulator.fault_rules import parse_rule
from simulator.kernel import Kernel
from simulator.provider import Provider, UnknownTargetError


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReleaseCommand(_Command):
    """Sends held messages, all of them when no ids are given."""

    event_ids: list[str] | None = None
    order: Literal["held", "reverse"] = "held"


class RedeliverCommand(_Command):
    """Sends an event again, with the same body and fresh signatures."""

    event_id: str
    times: int = Field(default=1, ge=1, le=1000)


class SignCommand(_Command):
    """Asks for the headers of a webhook; a negative offset makes the signature older."""

    provider: str
    account: str
    body: str
    timestamp_offset_seconds: float = 0


class DeliveryQuery(_Command):
    """Conditions on the delivery log."""

    event_id: str | None = None
    type: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class ControlApi:
    """Everything a test can steer, over all providers."""

    kernel: Kernel
    providers: Mapping[str, Provider]

    def routes(self) -> list[BaseRoute]:
        own: list[BaseRoute] = [
            Route("/health", self.health),
            Route("/faults", self.add_fault, methods=["POST"]),
            Route("/faults", self.list_faults, methods=["GET"]),
            Route("/faults", self.clear_faults, methods=["DELETE"]),
            Route("/faults/{id}", self.remove_fault, methods=["DELETE"]),
            Route("/release", self.release, methods=["POST"]),
            Route("/redeliver", self.redeliver, methods=["POST"]),
            Route("/sign", self.sign, methods=["POST"]),
            Route("/books", self.books),
            Route("/deliveries", self.deliveries),
            Route("/reset", self.reset, methods=["POST"]),
        ]
        mounted: list[BaseRoute] = [
            Mount(f"/{name}", routes=provider.control_routes())
            for name, provider in self.providers.items()
        ]
        return own + mounted

    async def health(self, _request: Request) -> Response:
        deliverer = self.kernel.deliverer
        return JSONResponse(
            {
                "status": "ok",
                "providers": sorted(self.providers),
                "pending_deliveries": deliverer.pending,
                "held_deliveries": len(deliverer.held),
            }
        )

    async def add_fault(self, request: Request) -> Response:
        rule = parse_rule(await request.body())
        return JSONResponse({"id": self.kernel.faults.add(rule)}, 201)

    async def list_faults(self, _request: Request) -> Response:
        return JSONResponse({"faults": self.kernel.faults.describe()})

    async def clear_faults(self, _request: Request) -> Response:
        self.kernel.faults.clear()
        return Response(status_code=204)

    async def remove_fault(self, request: Request) -> Response:
        rule_id = request.path_params["id"]
        if not self.kernel.faults.remove(rule_id):
            return control_error(404, f"no fault {rule_id}")
        return Response(status_code=204)

    async def release(self, request: Request) -> Response:
        command = await read_model(request, ReleaseCommand)
        released = self.kernel.deliverer.release(command.event_ids, command.order)
        return JSONResponse({"released": released})

    async def redeliver(self, request: Request) -> Response:
        command = await read_model(request, RedeliverCommand)
        queued = self.kernel.deliverer.redeliver(command.event_id, command.times)
        if not queued:
            return control_error(404, f"event {command.event_id} was never sent to an endpoint")
        return JSONResponse({"queued": queued})

    async def sign(self, request: Request) -> Response:
        command = await read_model(request, SignCommand)
        provider = self.providers.get(command.provider)
        if provider is None:
            return control_error(404, f"no provider {command.provider}")
        moment = self.kernel.clock.now() + command.timestamp_offset_seconds
        try:
            headers = provider.sign(command.account, command.body.encode(), moment)
        except UnknownTargetError as exc:
            return control_error(404, str(exc))
        return JSONResponse({"headers": headers})

    async def books(self, _request: Request) -> Response:
        return JSONResponse({name: one.books() for name, one in self.providers.items()})

    async def deliveries(self, request: Request) -> Response:
        query = DeliveryQuery.model_validate(dict(request.query_params))
        wanted = DeliveryFilter(query.event_id, query.type, query.account)
        return JSONResponse({"deliveries": self.kernel.deliverer.deliveries(wanted)})

    async def reset(self, _request: Request) -> Response:
        """Back to the state after the start: no accounts, no rules, nothing on its way."""
        self.kernel.deliverer.reset()
        self.kernel.faults.clear()
        for provider in self.providers.values():
            provider.reset()
        return JSONResponse({"status": "reset"})
