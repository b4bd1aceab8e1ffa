"""Money reactions, and asking a provider for what was never told."""

from orderloom.domain.facts import RefundFact
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import RefundState
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import AskProvider, ResumePayment, SendRefund
from orderloom.domain.refund import decide_refund, request_refund
from orderloom.domain.states import PaymentState
from orderloom.domain.transition import Transition
from orderloom.services.move_money import MoveMoney

from tests.builders.transitions import a_source
from tests.unit.services.shop import Shop


def moving(shop: Shop) -> MoveMoney:
    return MoveMoney(
        orders_for=lambda _tenant: shop.orders,
        payments_for=lambda _tenant, _provider: shop.payments,
        clock=shop.clock,
    )


def refunded_before_its_capture(shop: Shop) -> Transition:
    shop.payments.pay("pi_1", 2500)
    shop.payments.refund("pi_1", 700, "by hand")
    fact = RefundFact(
        source=a_source("evt_refund"),
        intent_id="pi_1",
        refund_id="re_1",
        operation="by hand",
        amount=700,
        currency="USD",
        state=RefundState.SUCCEEDED,
    )
    decision = decide_refund(shop.order, fact, shop.clock.now())
    assert isinstance(decision, Transition)
    shop.orders.commit(decision)
    return decision


def test_a_refund_ahead_of_its_capture_asks_the_provider_and_both_are_applied() -> None:
    shop = Shop().requested()
    told = refunded_before_its_capture(shop)
    ask = AskProvider(tenant_id="acme", order_id=shop.order_id)
    assert reactions_to(told.event) == (ask,)
    moving(shop)(ask)
    assert shop.order.payment.state is PaymentState.PART_REFUNDED
    _, entries = shop.orders.ledger(shop.order_id)
    assert {entry.kind for entry in entries} == {EntryKind.CAPTURED, EntryKind.REFUNDED}
    resume = ResumePayment(tenant_id="acme", order_id=shop.order_id)
    assert reactions_to(shop.orders.commits[-1].event) == (resume,)


def test_asking_twice_and_about_nothing_new_changes_nothing() -> None:
    shop = Shop().requested()
    refunded_before_its_capture(shop)
    ask = AskProvider(tenant_id="acme", order_id=shop.order_id)
    moving(shop)(ask)
    written = len(shop.orders.commits)
    moving(shop)(ask)
    assert len(shop.orders.commits) == written


def test_an_order_without_a_payment_is_not_asked_about() -> None:
    shop = Shop()
    moving(shop)(AskProvider(tenant_id="acme", order_id=shop.order_id))
    assert shop.providers_asked == set()


def test_a_requested_refund_is_sent_however_often_it_is_told() -> None:
    shop = Shop().labelled()
    requested = request_refund(shop.order, 1000, None, "op-1", shop.clock.now())
    shop.orders.commit(requested)
    (reaction,) = reactions_to(requested.event)
    assert reaction == SendRefund(tenant_id="acme", order_id=shop.order_id, operation="op-1")
    for _ in range(3):
        moving(shop)(reaction)
    assert shop.payments.refunds == {"op-1": ("pi_1", 1000)}
