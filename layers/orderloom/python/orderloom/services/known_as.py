"""By which of the provider's objects an order is found once a fact was applied to it."""

from orderloom.domain.facts import Fact, PaymentFact
from orderloom.domain.foreign import is_foreign
from orderloom.domain.transition import EventType, Transition
from orderloom.ports.orders import ProviderObject

_NAMING = frozenset(
    {
        EventType.PAYMENT_BEGUN,
        EventType.PAYMENT_AUTHORISED,
        EventType.PAYMENT_CAPTURED,
        EventType.PAYMENT_IN_REVIEW,
    }
)


def known_as(decision: Transition, fact: Fact) -> tuple[ProviderObject, ...]:
    """The payment that succeeded has an id of its own, and what its page made has others."""
    if decision.event.type not in _NAMING or not isinstance(fact, PaymentFact):
        return ()
    if is_foreign(decision.order, fact):
        return ()
    names = (fact.payment_id, *fact.aliases)
    return tuple(ProviderObject(fact.source.provider, name) for name in names if name)
