"""All connections of all tenants, for whatever must visit each of them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Connected:
    """A tenant and a provider it is connected to; `position` is where a page may go on."""

    tenant_id: str
    provider: str
    position: str


class ConnectionList(ABC):
    """In `keys.CONNECTION_LIST_SHARDS` shards, each in order of position."""

    @abstractmethod
    def page(self, shard: int, *, after: str, limit: int) -> Sequence[Connected]:
        """At most `limit`, from the one behind `after` ("": the first) on.

        A new connection may be missing for a moment.
        """
