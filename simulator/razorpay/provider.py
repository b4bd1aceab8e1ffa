"""Razorpay as one of the simulator's providers."""

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.provider import UnknownTargetError
from simulator.razorpay.account_control import RazorpayAccountControl
from simulator.razorpay.books import account_books
from simulator.razorpay.control import RazorpayControl
from simulator.razorpay.events import EventDesk, webhook_headers
from simulator.razorpay.router import RazorpayRouter


class RazorpayProvider:
    """Accounts are named by their key id."""

    name = "razorpay"

    def __init__(self, kernel: Kernel) -> None:
        desk = EventDesk(kernel.ids, kernel.clock, kernel.deliverer)
        self._ids = kernel.ids
        self._router = RazorpayRouter(kernel, desk)
        self._control = RazorpayControl(kernel, desk, self._router)
        self._accounts = RazorpayAccountControl(kernel, desk, self._router.accounts)

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return [*self._control.routes(), *self._accounts.routes()]

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:  # noqa: ARG002
        """Signs with the secret of the account's oldest webhook; no moment is signed."""
        known = self._router.accounts.get(account)
        if known is None or not known.webhooks:
            raise UnknownTargetError(f"no webhook in account {account}")
        secret = next(iter(known.webhooks.values())).secret
        return webhook_headers(secret, body, self._ids.token(14))

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
