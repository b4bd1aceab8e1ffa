"""Everything the scenes play with: the deployment, its merchants, the pretended providers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from orderloom_cli.clients.json_http import JsonHttp
from orderloom_cli.clients.merchant_api import MerchantApi, WebhookDoor
from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.provider_accounts import StripeAccount
from orderloom_cli.clients.shopper import Shopper
from orderloom_cli.clients.simulator import SimulatorControl
from orderloom_cli.clients.transport import Transport
from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.errors import SceneFailedError
from orderloom_cli.local_file import LocalFile, LocalTenant
from orderloom_cli.seeding.seed import Seeder
from orderloom_cli.session import local_deployment

_T = TypeVar("_T")
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class World:
    """A running environment. `check` raises when a process of it has died."""

    file: LocalFile
    transport: Transport
    check: Callable[[], None]

    @cached_property
    def deployment(self) -> Deployment:
        return local_deployment(self.file)

    @cached_property
    def bench(self) -> Workbench:
        return Workbench.of(self.deployment)

    @cached_property
    def simulator(self) -> SimulatorControl:
        return SimulatorControl.at(self.transport, self.file.simulator_url)

    @cached_property
    def operator(self) -> OperatorApi:
        return OperatorApi.at(self.transport, self.file.api_url, self.file.operator_key)

    @cached_property
    def seeder(self) -> Seeder:
        return Seeder(self.transport, self.file.api_url, self.file.simulator_url, self.operator)

    @cached_property
    def door(self) -> WebhookDoor:
        return WebhookDoor(JsonHttp(self.transport, self.file.api_url))

    def shop(self, tenant: LocalTenant) -> MerchantApi:
        """The merchant's own API, with the merchant's own key."""
        return MerchantApi.as_merchant(self.transport, self.file.api_url, tenant.api_key)

    def shopper(self, tenant: LocalTenant) -> Shopper:
        return Shopper.at(self.transport, self._stripe_url, tenant.stripe_publishable_key)

    def stripe(self, tenant: LocalTenant) -> StripeAccount:
        return StripeAccount.at(self.transport, self._stripe_url, tenant.stripe_api_key)

    @property
    def _stripe_url(self) -> str:
        return f"{self.file.simulator_url}/stripe"

    def until(
        self,
        look: Callable[[], _T],
        good: Callable[[_T], bool],
        *,
        expected: str,
        seconds: float = 60.0,
    ) -> _T:
        """What `look` saw once it was good. Raises SceneFailedError with the last thing seen."""
        deadline = time.monotonic() + seconds
        while True:
            self.check()
            seen = look()
            if good(seen):
                return seen
            if time.monotonic() > deadline:
                raise SceneFailedError(f"{expected} within {seconds:.0f} s", _brief(seen))
            time.sleep(_POLL_SECONDS)


def expect(holds: bool, expected: str, seen: object) -> None:
    """Raises SceneFailedError unless `holds`."""
    if not holds:
        raise SceneFailedError(expected, seen)


def _brief(seen: object) -> object:
    if isinstance(seen, dict) and "status" in seen:
        return f"status {seen['status']}, payment {seen.get('payment', {}).get('state')}"
    return seen
