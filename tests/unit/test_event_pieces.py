"""Events of the platform's endpoint, behind the queue."""

from dataclasses import replace
from typing import Any

import pytest
from orderloom.domain.identifiers import PLATFORM
from orderloom.event_pieces import EventPieces
from orderloom.services.apply_event import Outcome
from orderloom.services.ingest_webhook import ACCOUNT

from tests.builders.inbound import an_inbound_event
from tests.builders.tenants import a_tenant
from tests.fakes.sweeps import FakeSweepQueue
from tests.fakes.unclaimed import FakeUnclaimed
from tests.unit.http.memory import MemoryContainer


class Parts(MemoryContainer):
    """What the inbound queue's function needs beside the HTTP API."""

    def __init__(self) -> None:
        super().__init__()
        self.sweeps = FakeSweepQueue()
        self.tenants.register(a_tenant(), "olk_acme")

    @staticmethod
    def reader_for(provider: str) -> Any:
        from orderloom.adapters.provider_registry import reader_for  # noqa: PLC0415

        return reader_for(provider)


@pytest.mark.parametrize(
    ("tenant_id", "outcome"),
    [
        ("acme", Outcome.UNKNOWN_TYPE),
        ("erased-since", Outcome.UNOWNED),
        (PLATFORM, Outcome.UNOWNED),
    ],
)
def test_what_is_nobodys_any_more_is_written_down(tenant_id: str, outcome: Outcome) -> None:
    parts: Any = Parts()
    parts.unowned = FakeUnclaimed(PLATFORM)
    unread = an_inbound_event(body='{"type": "customer.created"}', tenant_id=tenant_id)
    event = replace(unread, headers={ACCOUNT: "acct_1"})
    assert EventPieces(parts)(event) == [outcome]
    noted = [each.object_id for each in parts.unowned.newest(10)]
    assert noted == (["acct_1"] if outcome is Outcome.UNOWNED else [])
