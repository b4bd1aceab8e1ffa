"""A webhook whose order never came does not end in silence."""

from orderloom.errors import NotFound
from orderloom.ports.unclaimed import UnclaimedEvents
from orderloom.services.note_unclaimed import Noted, NoteUnclaimed

from tests.builders.inbound import an_unclaimed
from tests.fakes.unclaimed import FakeUnclaimed


def test_it_is_written_down_once() -> None:
    unclaimed = FakeUnclaimed()
    note = NoteUnclaimed(unclaimed_for=lambda _tenant: unclaimed)
    event = an_unclaimed("acme", 1)
    assert [note(event), note(event)] == [Noted.UNCLAIMED] * 2
    assert unclaimed.newest(5) == [event]


def test_that_of_a_tenant_that_was_erased_is_nobodys() -> None:
    def erased(tenant_id: str) -> UnclaimedEvents:
        raise NotFound("tenant", tenant_id)

    note = NoteUnclaimed(unclaimed_for=erased)
    assert note(an_unclaimed("acme", 1)) is Noted.TENANT_GONE
