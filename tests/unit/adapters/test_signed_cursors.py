"""A cursor opens for the scope it was made for, and nothing else opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.signed_cursors import SignedCursors
from orderloom.errors import InvalidRequest

SCOPE = ("orders", "acme", "")
POSITION = "2026-11-21T12:00:01.000000Z#ord_01HZZZZZZZZZZZZZZZZZZZZZZZ"
CURSORS = SignedCursors("first secret")


def refused(cursor: str, scope: tuple[str, ...] = SCOPE, secret: str = "first secret") -> None:  # noqa: S107 - not one
    with pytest.raises(InvalidRequest) as raised:
        SignedCursors(secret).open(cursor, scope)
    assert raised.value.field == "cursor"


@given(position=st.text(max_size=80), scope=st.lists(st.text(max_size=10)).map(tuple))
def test_what_was_sealed_opens_again(position: str, scope: tuple[str, ...]) -> None:
    assert CURSORS.open(CURSORS.seal(position, scope), scope) == position


def test_a_cursor_needs_no_escaping_and_fits_the_query() -> None:
    cursor = CURSORS.seal(POSITION, SCOPE)
    assert len(cursor) <= 200
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@given(cursor=st.text(max_size=200))
def test_any_other_text_is_refused(cursor: str) -> None:
    refused(cursor)


@pytest.mark.parametrize("length", range(len(CURSORS.seal(POSITION, SCOPE))))
def test_a_truncated_cursor_is_refused(length: int) -> None:
    refused(CURSORS.seal(POSITION, SCOPE)[:length])


def test_a_cursor_with_one_character_changed_is_refused() -> None:
    cursor = CURSORS.seal(POSITION, SCOPE)
    position, dot, _signature = cursor.rpartition(".")
    for place, character in enumerate(position + dot):
        refused(cursor[:place] + ("A" if character != "A" else "B") + cursor[place + 1 :])


@pytest.mark.parametrize(
    "scope", [(), ("orders",), ("orders", "acme"), ("orders", "rival", ""), ("ordersacme", "", "")]
)
def test_a_cursor_of_another_scope_is_refused(scope: tuple[str, ...]) -> None:
    refused(CURSORS.seal(POSITION, SCOPE), scope)


def test_a_cursor_made_with_another_secret_is_refused() -> None:
    refused(CURSORS.seal(POSITION, SCOPE), secret="second secret")
