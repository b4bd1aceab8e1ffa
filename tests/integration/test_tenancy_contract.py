"""No tenant sees or writes what is another's."""

import pytest
from orderloom.errors import CorruptRecord, NotFound
from orderloom.ports.orders import ProviderObject

from tests.builders.transitions import a_note, a_source, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import placed_order
from tests.integration.worlds import World


def test_a_tenant_sees_nothing_of_another(world: World) -> None:
    order = placed_order(world)
    reference = ProviderObject("stripe", "pi_1")
    world.orders().commit(a_transition(order, source=a_source()), aliases=[reference])
    world.orders().save_token(order.order_id, "token")
    stranger = world.orders(world.other_tenant_id)
    with pytest.raises(NotFound):
        stranger.timeline(order.order_id)
    assert stranger.find("stripe", "pi_1") is None
    assert stranger.token(order.order_id) is None
    assert not stranger.applied(order.order_id, "stripe", "evt_1")
    assert stranger.idempotent(f"key-{order.order_id}") is None
    page = stranger.page(limit=10, before=None, since=MOMENT, list_shards=4)
    assert page.orders == ()


def test_a_tenant_writes_nothing_of_another(world: World) -> None:
    order = placed_order(world)
    stranger = world.orders(world.other_tenant_id)
    with pytest.raises(CorruptRecord):
        stranger.commit(a_transition(order))
    with pytest.raises(CorruptRecord):
        stranger.note(a_note(order))
