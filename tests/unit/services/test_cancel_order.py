"""Cancelling an order, while others change it."""

import pytest
from orderloom.domain.states import FulfilmentState, Lifecycle
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import Conflict, NotFound, VersionConflict
from orderloom.services.cancel_order import CancelOrder
from orderloom.services.contention import ATTEMPTS
from orderloom.services.view_order import ViewOrder

from tests.unit.http.client import Client
from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import two_tenants


@pytest.fixture
def container() -> MemoryContainer:
    return two_tenants()


@pytest.fixture
def order_id(container: MemoryContainer) -> str:
    return str(Client(container).order().json["id"])


def cancel_order(container: MemoryContainer, tenant_id: str = "acme") -> CancelOrder:
    orders, archive = container.orders(tenant_id), container.archive(tenant_id)
    view = ViewOrder(orders=orders, archive=archive)
    return CancelOrder(orders=orders, view=view, clock=container.clock)


def change(container: MemoryContainer, order_id: str, **changes: object) -> None:
    orders = container.orders("acme")
    order = orders.get(order_id)
    changed = transition(
        order,
        EventType.STOCK_RESERVED,
        actor=Actor.SAGA,
        now=order.updated_at,
        changes=dict(changes),
    )
    orders.commit(changed)


def test_the_wish_is_committed_with_its_event(container: MemoryContainer, order_id: str) -> None:
    view = cancel_order(container)(order_id)
    assert (view.order.lifecycle, view.order.version) == (Lifecycle.CLOSING, 2)
    assert view.order == container.orders("acme").get(order_id)
    _, _, events = container.orders("acme").timeline(order_id)
    assert events[-1].type is EventType.ORDER_CANCEL_REQUESTED


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSING, Lifecycle.CLOSED])
def test_an_order_given_up_already_stays_as_it_is(
    container: MemoryContainer, order_id: str, lifecycle: Lifecycle
) -> None:
    change(container, order_id, lifecycle=lifecycle)
    assert cancel_order(container)(order_id).order.version == 2


def test_a_change_meanwhile_is_decided_upon_again(
    container: MemoryContainer, order_id: str
) -> None:
    container.orders("acme").before_next_commit(lambda: change(container, order_id))
    assert cancel_order(container)(order_id).order.version == 3


def test_a_parcel_that_leaves_meanwhile_is_not_cancelled(
    container: MemoryContainer, order_id: str
) -> None:
    fulfilment = container.orders("acme").get(order_id).fulfilment
    left = fulfilment.model_copy(update={"state": FulfilmentState.SHIPPED})
    orders = container.orders("acme")
    orders.before_next_commit(lambda: change(container, order_id, fulfilment=left))
    with pytest.raises(Conflict):
        cancel_order(container)(order_id)
    assert container.orders("acme").get(order_id).lifecycle is Lifecycle.OPEN


def test_the_caller_is_told_when_changes_never_pause(
    container: MemoryContainer, order_id: str
) -> None:
    conflicts = [VersionConflict(order_id)] * ATTEMPTS
    container.orders("acme").faults.before("commit", *conflicts)
    with pytest.raises(VersionConflict):
        cancel_order(container)(order_id)
    assert cancel_order(container)(order_id).order.version == 2


def test_another_tenants_order_does_not_exist(container: MemoryContainer, order_id: str) -> None:
    with pytest.raises(NotFound):
        cancel_order(container, "rival")(order_id)
