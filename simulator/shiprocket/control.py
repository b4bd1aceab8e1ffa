"""The panel and the courier's side: webhooks, slow couriers, moving a parcel along."""

from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.shiprocket.account import CANCELLED, Order, ShiprocketAccount, Webhook
from simulator.shiprocket.calls import indian
from simulator.shiprocket.labels import STATUSES, scan
from simulator.shiprocket.orders import give_number
from simulator.shiprocket.router import ShiprocketRouter
from simulator.shiprocket.webhooks import TrackDesk


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SetUp(_Command):
    """What a merchant sets up in the panel; balance in paise."""

    email: str
    password: str
    url: str | None = None
    key: str = ""
    slow_couriers: bool = False
    balance: int = 10_000_000


class Advance(_Command):
    """The next scan; without `occurred_at` it happens now."""

    status: Literal[
        "picked_up",
        "in_transit",
        "out_for_delivery",
        "undelivered",
        "delivered",
        "rto_initiated",
        "rto_delivered",
    ]
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True)
class ShiprocketControl:
    """Controls over the accounts the router holds."""

    kernel: Kernel
    desk: TrackDesk
    router: ShiprocketRouter

    def routes(self) -> list[Route]:
        return [
            Route("/accounts", self.set_up, methods=["POST"]),
            Route("/shipments/{id:int}/assign", self.assign, methods=["POST"]),
            Route("/shipments/{id:int}/cancel", self.cancel, methods=["POST"]),
            Route("/parcels/{awb}/advance", self.advance, methods=["POST"]),
        ]

    async def set_up(self, request: Request) -> Response:
        wanted = await read_model(request, SetUp)
        account = self.router.open(wanted.email, wanted.password)
        account.webhook = Webhook(wanted.url, wanted.key) if wanted.url else None
        account.slow_couriers = wanted.slow_couriers
        account.balance_paise = wanted.balance
        return JSONResponse({"email": account.email})

    async def assign(self, request: Request) -> Response:
        """The courier's number comes, at last."""
        order = self._order(request)
        if order is None or order.awb:
            return control_error(404, "no such shipment that waits for a number")
        give_number(order, self.kernel.ids.digits(12))
        return JSONResponse({"awb": order.awb})

    async def cancel(self, request: Request) -> Response:
        """The courier has cancelled."""
        order = self._order(request)
        if order is None:
            return control_error(404, "no such shipment")
        order.status = CANCELLED
        return JSONResponse({"status": order.status})

    async def advance(self, request: Request) -> Response:
        """Adds a scan and sends the webhook."""
        command = await read_model(request, Advance)
        found = self._parcel(request.path_params["awb"])
        if found is None:
            return control_error(404, "no such parcel")
        account, order = found
        now = self.kernel.clock.now()
        moment = command.occurred_at.timestamp() if command.occurred_at else now
        order.scans.append(scan(command.status, indian(moment)))
        order.status = STATUSES[command.status][0]
        event_id = self.kernel.ids.prefixed("trk")
        return JSONResponse(self.desk.publish(account, order, event_id, moment))

    def _order(self, request: Request) -> Order | None:
        shipment_id = request.path_params["id"]
        accounts = self.router.accounts.values()
        return next((a.orders[shipment_id] for a in accounts if shipment_id in a.orders), None)

    def _parcel(self, awb: str) -> tuple[ShiprocketAccount, Order] | None:
        for account in self.router.accounts.values():
            order = account.order_by_awb(awb)
            if order is not None and not order.is_cancelled:
                return account, order
        return None
