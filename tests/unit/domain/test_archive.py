"""An order put together from archive, last head and table: nothing is ever taken away."""

from orderloom.domain.archive import ArchivedOrder, DepartedHead, Remains, joined, objects_of
from orderloom.domain.transition import EventType

from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.transitions import a_note, a_source, a_transition

ORDER = an_order(payment=a_payment(client_secret="pi_1_secret_2"))
FIRST, SECOND = a_transition(ORDER).event, a_note(ORDER, a_source("evt_1"))
HEAD = DepartedHead(order=ORDER)
ALL = Remains(placed=a_placed(ORDER), events=(FIRST, SECOND))


def archived(*left: Remains) -> ArchivedOrder:
    kept = None
    for remains in left:
        kept = joined(kept, HEAD, remains)
    assert kept is not None
    return kept


def test_what_was_deleted_since_stays_archived() -> None:
    whole = archived(ALL)
    assert archived(ALL, Remains(placed=a_placed(ORDER), events=(SECOND,))) == whole
    assert archived(ALL, Remains()) == whole


def test_events_are_in_the_order_of_the_timeline_and_there_once() -> None:
    events = archived(Remains(placed=a_placed(ORDER), events=(FIRST,)), ALL).events
    assert events == (SECOND, FIRST)
    assert SECOND.version < FIRST.version


def test_an_old_head_does_not_replace_a_newer_one() -> None:
    newer = DepartedHead(order=ORDER.model_copy(update={"version": 9}), restored=1)
    kept = joined(archived(ALL), newer, Remains())
    assert kept is not None
    again = joined(kept, HEAD, Remains())
    assert again == kept
    assert (kept.order.version, kept.restored) == (9, 1)


def test_without_what_was_ordered_there_is_no_order() -> None:
    assert joined(None, HEAD, Remains(events=(FIRST,))) is None


def test_what_a_shopper_could_have_paid_with_is_not_kept() -> None:
    assert archived(ALL).order.payment.client_secret is None


def test_what_leads_to_an_order_is_in_its_events() -> None:
    asked = a_transition(
        ORDER,
        EventType.PAYMENT_REQUESTED,
        data={"provider": "stripe", "object_id": "pi_1"},
    ).event
    whole = archived(Remains(placed=a_placed(ORDER), events=(asked, SECOND)))
    assert objects_of(whole) == (("stripe", "pi_1"),)


def test_so_is_the_payment_that_succeeded_by_its_own_id() -> None:
    paid = an_order(payment=a_payment(provider="razorpay", payment_id="pay_1"))
    whole = joined(None, DepartedHead(order=paid), Remains(placed=a_placed(paid)))
    assert whole is not None
    assert objects_of(whole) == (("razorpay", "pay_1"),)
