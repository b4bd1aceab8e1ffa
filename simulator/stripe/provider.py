"""Stripe as one of the simulator's providers."""

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.provider import UnknownTargetError
from simulator.stripe.account_control import StripeAccountControl
from simulator.stripe.books import account_books
from simulator.stripe.control import StripeControl
from simulator.stripe.events import EventDesk, webhook_headers
from simulator.stripe.router import StripeRouter


class StripeProvider:
    """Accounts come into being with the first call that uses their key."""

    name = "stripe"

    def __init__(self, kernel: Kernel) -> None:
        desk = EventDesk(kernel.ids, kernel.clock, kernel.deliverer)
        self._router = StripeRouter(kernel, desk)
        self._control = StripeControl(kernel, desk, self._router.accounts)
        self._accounts = StripeAccountControl(kernel, desk, self._router.accounts)

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return [*self._control.routes(), *self._accounts.routes()]

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:
        """Signs as for the account's oldest endpoint."""
        known = self._router.accounts.get(account)
        if known is None or not known.endpoint_secrets:
            raise UnknownTargetError(f"no webhook endpoint in account {account}")
        oldest = next(iter(known.endpoint_secrets))
        return webhook_headers(known.signers(oldest, moment), body, moment)

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
