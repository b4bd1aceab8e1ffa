"""The port a simulated provider fills, so that control and wiring stay provider-neutral."""

from typing import Protocol

from starlette.routing import BaseRoute

from simulator.json_types import JsonObject


class UnknownTargetError(LookupError):
    """A control call names an account, endpoint or object that does not exist."""


class Provider(Protocol):
    """One simulated company; `name` is also the first segment of its paths."""

    name: str

    def routes(self) -> list[BaseRoute]:
        """The public API, with paths relative to the provider's prefix."""
        ...

    def control_routes(self) -> list[BaseRoute]:
        """Controls only this provider has, relative to `/_control/<name>`."""
        ...

    def sign(self, account: str, body: bytes, moment: float) -> dict[str, str]:
        """Headers the provider would send with `body` at `moment`; UnknownTargetError if none."""
        ...

    def books(self) -> JsonObject:
        """The provider's own truth per account, money in minor units."""
        ...

    def reset(self) -> None: ...
