"""A scan nobody vouches for is a reason to ask its carrier; the answer is what counts."""

from collections.abc import Callable

from orderloom.domain.facts import TrackingFact
from orderloom.domain.fulfilment import is_in_time
from orderloom.domain.order import Order
from orderloom.ports.carrier import Carrier


class ConfirmTracking:
    """`carrier_for` makes the carrier of a tenant's connection, by tenant and provider."""

    def __init__(self, carrier_for: Callable[[str, str], Carrier]) -> None:
        self._carrier_for = carrier_for

    def __call__(self, order: Order, fact: TrackingFact) -> TrackingFact:
        """The newest scan the carrier tells, proven; `fact` itself where it tells none.

        A number of another label is not asked about, nor do scans count that an earlier or a
        later parcel of the same number left. Raises what `track` raises.
        """
        fulfilment = order.fulfilment
        if fulfilment.label_id is None or fact.tracking_number != fulfilment.tracking_number:
            return fact
        carrier = self._carrier_for(order.tenant_id, fact.source.provider)
        scans = carrier.track(fulfilment.label_id, fact.tracking_number)
        ours = [scan for scan in scans if is_in_time(order, scan.occurred_at)]
        telling = [scan for scan in ours if scan.state is not None]
        if not telling:
            return fact
        newest = telling[-1]
        source = fact.source.model_copy(update={"occurred_at": newest.occurred_at})
        return fact.model_copy(
            update={
                "source": source,
                "state": newest.state,
                "description": newest.description,
                "proven": True,
            }
        )
