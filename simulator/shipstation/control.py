"""The carrier's side of a journey: moving a parcel along."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.shipstation.account import Label, ShipStationAccount
from simulator.shipstation.tracking import MILESTONES, add_scan
from simulator.shipstation.webhooks import TrackDesk, track_payload


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
        "exception",
        "return_to_sender",
        "unknown",
    ]
    description: str | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True)
class ShipStationControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: TrackDesk
    accounts: dict[str, ShipStationAccount]

    def routes(self) -> list[Route]:
        return [Route("/labels/{id}/advance", self.advance, methods=["POST"])]

    async def advance(self, request: Request) -> Response:
        """Adds a scan and sends the track webhooks; a tracking number names a label too."""
        command = await read_model(request, Advance)
        found = self._find(request.path_params["id"])
        if found is None:
            return control_error(404, f"no label {request.path_params['id']}")
        account, label = found
        if label.voided_at is not None:
            return control_error(409, "the label is voided")
        milestone = MILESTONES[command.status]
        moment = command.occurred_at or datetime.fromtimestamp(self.kernel.clock.now(), UTC)
        add_scan(label, milestone, moment, command.description or milestone.title)
        event_id = self.kernel.ids.prefixed("trk")
        self.desk.publish(account, label, event_id)
        return JSONResponse({"event_id": event_id, **track_payload(label, "TRACK_EVENT_V2")})

    def _find(self, name: str) -> tuple[ShipStationAccount, Label] | None:
        for account in self.accounts.values():
            for label in account.labels.values():
                if name in (label.id, label.tracking_number):
                    return account, label
        return None
