"""Hits of signing secrets in memory."""

from collections.abc import Mapping
from datetime import datetime

from orderloom.ports.secret_hits import Hits, SecretHits

from tests.fakes.faults import Faults


class FakeSecretHits(SecretHits):
    """`writes` counts how often something was added."""

    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self.writes = 0
        self._hits: dict[tuple[str, str], Hits] = {}

    def add(self, provider: str, secret_id: str, count: int, at: datetime) -> int:
        with self.faults.around("add"):
            self.writes += 1
            earlier = self._hits.get((provider, secret_id))
            total = count + (earlier.counted if earlier else 0)
            self._hits[provider, secret_id] = Hits(total, at)
            return total

    def of(self, provider: str) -> Mapping[str, Hits]:
        return {name: hits for (where, name), hits in self._hits.items() if where == provider}
