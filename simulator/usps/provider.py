"""USPS as one of the simulator's providers."""

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.provider import UnknownTargetError
from simulator.usps.books import account_books
from simulator.usps.control import UspsControl
from simulator.usps.router import UspsRouter


class UspsProvider:
    """Accounts are named by their client id."""

    name = "usps"

    def __init__(self, kernel: Kernel) -> None:
        self._router = UspsRouter(kernel)
        self._control = UspsControl(kernel, self._router.accounts)

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return list(self._control.routes())

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:  # noqa: ARG002
        raise UnknownTargetError("USPS sends no webhooks")

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
