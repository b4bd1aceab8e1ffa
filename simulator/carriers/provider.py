"""A carrier as one of the simulator's providers."""

from collections.abc import Collection

from starlette.routing import BaseRoute

from simulator.carriers.books import account_books
from simulator.carriers.control import CarrierControl
from simulator.carriers.hooks import TrackDesk
from simulator.carriers.router import CarrierRouter
from simulator.json_types import JsonObject
from simulator.provider import UnknownTargetError


class CarrierProvider:
    """Accounts are named by the key they log in with."""

    def __init__(
        self, router: CarrierRouter, milestones: Collection[str], desk: TrackDesk | None = None
    ) -> None:
        self.name = router.name
        self._router = router
        self._control = CarrierControl(router.kernel, router.accounts, milestones, desk)
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        return list(self._router.routes())

    def control_routes(self) -> list[BaseRoute]:
        return list(self._control.routes())

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:  # noqa: ARG002
        raise UnknownTargetError(f"{self.name} signs nothing on demand")

    def books(self) -> JsonObject:
        return {key: account_books(account) for key, account in self._router.accounts.items()}

    def reset(self) -> None:
        self._router.accounts.clear()
        if self._desk is not None:
            self._desk.hooks.clear()
