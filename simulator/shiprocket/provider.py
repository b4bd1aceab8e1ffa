"""Shiprocket as one of the simulator's providers."""

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.provider import UnknownTargetError
from simulator.shiprocket.books import account_books
from simulator.shiprocket.control import ShiprocketControl
from simulator.shiprocket.router import ShiprocketRouter
from simulator.shiprocket.webhooks import TrackDesk, headers


class ShiprocketProvider:
    """Accounts are named by their e-mail."""

    name = "shiprocket"

    def __init__(self, kernel: Kernel) -> None:
        self._router = ShiprocketRouter(kernel)
        self._control = ShiprocketControl(kernel, TrackDesk(kernel.deliverer), self._router)

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return list(self._control.routes())

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:  # noqa: ARG002
        """Nothing is signed; the key goes along."""
        known = self._router.accounts.get(account)
        if known is None or known.webhook is None:
            raise UnknownTargetError(f"no webhook in account {account}")
        return headers(known.webhook.key)

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
