"""Pages and their cursors."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom import keys
from orderloom.domain.identifiers import new_order_id
from orderloom.errors import InvalidRequest
from orderloom.services.list_orders import ListOrders, cursor_at, position

from tests.unit.http.client import Client
from tests.unit.http.memory import NOW

SECONDS_2020, SECONDS_2090 = 1_577_836_800, 3_786_912_000
MOMENTS = st.builds(
    lambda seconds, micros: datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros),
    st.integers(SECONDS_2020, SECONDS_2090),
    st.integers(0, 999_999),
)


@given(moment=MOMENTS, bits=st.integers(min_value=0, max_value=2**80 - 1))
def test_every_position_the_repository_names_survives_the_cursor(
    moment: datetime, bits: int
) -> None:
    before = keys.order_list_sort(moment, new_order_id(moment, lambda _bits: bits))
    assert position(cursor_at(before), moment) == before


@given(cursor=st.text(max_size=60))
def test_any_other_text_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        position(cursor, NOW)
    assert raised.value.field == "cursor"


def test_a_clock_a_little_behind_still_takes_the_cursor() -> None:
    order_id = new_order_id(NOW, lambda _bits: 1)
    cursor = cursor_at(keys.order_list_sort(NOW, order_id))
    position(cursor, NOW - timedelta(minutes=4))
    with pytest.raises(InvalidRequest):
        position(cursor, NOW - timedelta(minutes=6))


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_following_cursors_shows_every_order_once(limit: int) -> None:
    client = Client()
    container = client.container
    placed = [client.order(key=f"key-{n}").json["id"] for n in range(4)]
    listed = ListOrders(
        orders=container.orders("acme"), tenants=container.tenants, clock=container.clock
    )
    seen, cursor = [], None
    while True:
        page = listed(limit=limit, cursor=cursor)
        assert 0 < len(page.orders) <= limit
        seen += [order.order_id for order in page.orders]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == placed[::-1]
