"""Archived orders as files: readable for years, and the same each time."""

import gzip
import json

import pytest
from orderloom.adapters.archive_format import packed, unpacked
from orderloom.domain.archive import ArchivedOrder
from orderloom.errors import CorruptRecord

from tests.builders.orders import a_placed, an_order
from tests.builders.transitions import a_note, a_source, a_transition

ORDER = an_order()
EVENTS = (a_note(ORDER, a_source()), a_transition(ORDER, data={"units": [1, {"n": None}]}).event)
ARCHIVED = ArchivedOrder(order=ORDER, placed=a_placed(ORDER), events=EVENTS, restored=2)


def lines(body: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in gzip.decompress(body).splitlines()]


def packed_again(*changed: dict[str, object]) -> bytes:
    return gzip.compress("\n".join(json.dumps(line) for line in changed).encode())


def test_what_was_packed_is_unpacked() -> None:
    assert unpacked(packed(ARCHIVED), "key") == ARCHIVED


def test_the_same_order_makes_the_same_bytes() -> None:
    again = ArchivedOrder.model_validate(ARCHIVED.model_dump())
    assert packed(again) == packed(ARCHIVED)
    assert packed(ARCHIVED)[4:8] == bytes(4)  # gzip would write the time here


def test_every_line_says_what_it_is() -> None:
    told = lines(packed(ARCHIVED))
    assert [line["record"] for line in told] == ["order", "placed", "event", "event"]
    assert told[0]["format"] == 1


def test_defaults_are_written_out() -> None:
    """The table leaves them out; a file must mean the same when they have changed."""
    order = lines(packed(ARCHIVED))[0]
    assert order["lifecycle"] == "open"
    assert order["saga_attempt"] == 1


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"not gzip",
        packed(ARCHIVED)[:-9],
        gzip.compress(b"{}"),
        gzip.compress(b"not json"),
        packed_again({**lines(packed(ARCHIVED))[0], "format": 2}, *lines(packed(ARCHIVED))[1:]),
        packed_again(*lines(packed(ARCHIVED))[:1]),
        packed_again({**lines(packed(ARCHIVED))[0], "total": "a lot"}),
    ],
)
def test_a_damaged_file_is_a_matter_for_a_person(damaged: bytes) -> None:
    with pytest.raises(CorruptRecord) as told:
        unpacked(damaged, "tenant=acme/x")
    assert "ada@" not in str(told.value)


def test_a_wrong_field_is_named_without_its_value() -> None:
    order, placed, *_ = lines(packed(ARCHIVED))
    wrong = packed_again(order, {**placed, "customer": {"email": "ada@example.com", "name": 7}})
    with pytest.raises(CorruptRecord, match=r"placed\.customer\.name") as told:
        unpacked(wrong, "key")
    assert "ada@" not in str(told.value)
