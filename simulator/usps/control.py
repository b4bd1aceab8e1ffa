"""The post office's side: moving a parcel along, reporting postage, forgetting tokens."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.usps.account import Label, UspsAccount
from simulator.usps.tracking import MILESTONES


class Advance(BaseModel):
    """The next scan; without `occurred_at` it happens now."""

    model_config = ConfigDict(extra="forbid")

    status: Literal[
        "accepted",
        "in_transit",
        "out_for_delivery",
        "delivery_attempt",
        "available_for_pickup",
        "delivered",
        "return_to_sender",
    ]
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True)
class UspsControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    accounts: dict[str, UspsAccount]

    def routes(self) -> list[Route]:
        return [
            Route("/labels/{id}/advance", self.advance, methods=["POST"]),
            Route("/labels/{id}/manifest", self.manifest, methods=["POST"]),
            Route("/accounts/{id}/forget-tokens", self.forget_tokens, methods=["POST"]),
        ]

    async def advance(self, request: Request) -> Response:
        command = await read_model(request, Advance)
        label = self._label(request.path_params["id"])
        if label is None or label.is_cancelled:
            return control_error(404, "no such label")
        code, title, _ = MILESTONES[command.status]
        moment = command.occurred_at or datetime.fromtimestamp(self.kernel.clock.now(), UTC)
        told = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        scan = {"eventType": title, "eventCode": code, "GMTTimestamp": told}
        label.scans.insert(0, {**scan, "eventTimestamp": told.removesuffix("Z")})
        return JSONResponse(scan)

    async def manifest(self, request: Request) -> Response:
        """From now on the label can only be disputed."""
        label = self._label(request.path_params["id"])
        if label is None:
            return control_error(404, "no such label")
        label.is_manifested = True
        return JSONResponse({"trackingNumber": label.number})

    async def forget_tokens(self, request: Request) -> Response:
        """As if they had been revoked."""
        account = self.accounts.get(request.path_params["id"])
        if account is None:
            return control_error(404, "no such account")
        account.tokens.clear()
        account.payment_tokens.clear()
        return JSONResponse({})

    def _label(self, number: str) -> Label | None:
        accounts = self.accounts.values()
        return next((a.labels[number] for a in accounts if number in a.labels), None)
