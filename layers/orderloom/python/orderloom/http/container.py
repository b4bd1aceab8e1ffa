"""What the HTTP API needs of the composition root."""

from collections.abc import Callable
from typing import Protocol

from orderloom.ports.archive import OrderArchive
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.tenants import TenantDirectory


class ApiContainer(Protocol):
    """`orderloom.bootstrap.Container`, as seen from here."""

    @property
    def tenants(self) -> TenantDirectory: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def random_bits(self) -> Callable[[int], int]: ...

    def orders(self, tenant_id: str) -> OrderRepository: ...

    def archive(self, tenant_id: str) -> OrderArchive: ...

    def catalogue(self, tenant_id: str) -> CatalogueRepository: ...

    def operator_key(self) -> str: ...
