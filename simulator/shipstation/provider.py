"""ShipStation as one of the simulator's providers."""

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.shipstation.books import account_books
from simulator.shipstation.control import ShipStationControl
from simulator.shipstation.router import ShipStationRouter
from simulator.shipstation.signing import Signer
from simulator.shipstation.webhooks import TrackDesk


class ShipStationProvider:
    """One key pair signs for every account, as the real service does."""

    name = "shipstation"

    def __init__(self, kernel: Kernel) -> None:
        self._signer = Signer()
        self._router = ShipStationRouter(kernel, self._signer)
        desk = TrackDesk(self._signer, kernel.deliverer)
        self._control = ShipStationControl(kernel, desk, self._router.accounts)

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return list(self._control.routes())

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:  # noqa: ARG002 - the key is shared
        return self._signer.headers(body, moment)

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
