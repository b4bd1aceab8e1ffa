"""Several signing secrets are accepted while one is rotated out."""

from datetime import timedelta

import pytest
from orderloom.domain.signing_secrets import (
    MOST_AT_ONCE,
    OVERLAP,
    SigningSecret,
    retired,
    rotated,
)
from orderloom.errors import Conflict, NotFound

from tests.builders.tenants import a_signing_secret
from tests.fakes.clock import MOMENT as NOW

OLD, NEW = a_signing_secret("whsec_old"), a_signing_secret("whsec_new")


def test_the_new_one_stands_first_and_the_old_one_ends_with_the_overlap() -> None:
    ring = rotated((OLD,), NEW, overlap=OVERLAP, now=NOW)
    assert [each.secret_id for each in ring] == ["whs_new", "whs_old"]
    assert ring[0].expires_at is None
    assert ring[1].expires_at == NOW + timedelta(hours=24)
    assert ring[1].accepted_at(NOW + timedelta(hours=24, seconds=-1))
    assert not ring[1].accepted_at(NOW + timedelta(hours=24))


def test_without_an_overlap_the_old_one_is_gone() -> None:
    assert rotated((OLD,), NEW, overlap=timedelta(0), now=NOW) == (NEW,)


def test_what_was_to_end_sooner_still_does() -> None:
    sooner = a_signing_secret("whsec_1", expires_at=NOW + timedelta(hours=1))
    assert rotated((sooner,), NEW, overlap=OVERLAP, now=NOW)[1] == sooner


def test_what_has_ended_leaves_with_the_next_rotation() -> None:
    ended = a_signing_secret("whsec_1", expires_at=NOW)
    ring = rotated((OLD, ended), NEW, overlap=OVERLAP, now=NOW)
    assert [each.secret_id for each in ring] == ["whs_new", "whs_old"]


def test_there_is_room_for_so_many() -> None:
    ring: tuple[SigningSecret, ...] = ()
    for number in range(MOST_AT_ONCE):
        ring = rotated(ring, a_signing_secret(f"whsec_{number}"), overlap=OVERLAP, now=NOW)
    with pytest.raises(Conflict):
        rotated(ring, NEW, overlap=OVERLAP, now=NOW)
    assert rotated(ring, NEW, overlap=timedelta(0), now=NOW) == (NEW,)


def test_a_retired_one_is_gone() -> None:
    assert retired((NEW, OLD), "whs_old", NOW) == (NEW,)
    with pytest.raises(NotFound):
        retired((NEW, OLD), "whs_other", NOW)


def test_the_last_that_is_accepted_stays() -> None:
    ended = OLD.model_copy(update={"expires_at": NOW})
    for ring in ((NEW,), (NEW, ended)):
        with pytest.raises(Conflict):
            retired(ring, "whs_new", NOW)
    assert retired((NEW, ended), "whs_old", NOW) == (NEW,)
