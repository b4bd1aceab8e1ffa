"""A scan nobody vouches for is a reason to ask its carrier; the answer is what counts."""

from collections.abc import Callable, Mapping, Sequence

from orderloom.domain.facts import TrackingFact
from orderloom.domain.fulfilment import is_in_time
from orderloom.domain.order import Order, account_of
from orderloom.domain.several_parcels import narrowed
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import Carrier, Scan

_NO_PARCEL = frozenset(
    {FulfilmentState.NONE, FulfilmentState.MANUAL_REQUIRED, FulfilmentState.VOIDED}
)


class ConfirmTracking:
    """`accounts_for` makes a tenant's carriers, by the names of its connections."""

    def __init__(self, accounts_for: Callable[[str], Mapping[str, Carrier]]) -> None:
        self._accounts_for = accounts_for

    def __call__(self, order: Order, fact: TrackingFact) -> TrackingFact:
        """The newest scan the carrier tells, proven; `fact` itself where it tells none.

        A number of another label is not asked about, nor do scans count that an earlier or a
        later parcel of the same number left. Raises ProviderUnavailable: asked again later.
        """
        order = narrowed(order, fact.tracking_number)
        fulfilment = order.fulfilment
        if fulfilment.state in _NO_PARCEL or fact.tracking_number != fulfilment.tracking_number:
            return fact
        carrier = self._accounts_for(order.tenant_id).get(account_of(fulfilment))
        newest = newest_scan(order, _asked(carrier, order)) if carrier else None
        if newest is None:
            return fact
        source = fact.source.model_copy(update={"occurred_at": newest.occurred_at})
        return fact.model_copy(
            update={
                "source": source,
                "state": newest.state,
                "description": newest.description,
                "proven": True,
            }
        )


def newest_scan(order: Order, scans: Sequence[Scan]) -> Scan | None:
    """The last of `scans` (oldest first) that says where this order's own parcel is."""
    ours = [scan for scan in scans if is_in_time(order, scan.occurred_at)]
    return next((scan for scan in reversed(ours) if scan.state is not None), None)


def _asked(carrier: Carrier, order: Order) -> tuple[Scan, ...]:
    """Nothing from a carrier that refuses to tell: the hint stays one."""
    fulfilment = order.fulfilment
    try:
        return carrier.track(fulfilment.label_id or "", fulfilment.tracking_number or "")
    except ProviderRefused:
        return ()
