"""What each step of an order's life asks of the table: the one list of costs.

tests/integration/test_step_costs.py runs every step here but `open_task` on the product's own
services and compares partitions and units with what was sent.

An order of one line is meant; each further one adds a stock counter's read and 2 write units.
"""

from collections.abc import Callable, Iterable, Sequence

from orderloom import keys

from orderloom_cli.capacity.life import Life
from orderloom_cli.capacity.touch import Family, Touch

Step = Callable[[Life], Iterable[Touch]]

_COMMIT = 4
"""An order's head and its event, a KB each, in a transaction."""


def price(life: Life) -> Iterable[Touch]:
    """At the door, unless the environment still knows the product."""
    yield Touch(Family.PRODUCT, keys.product(life.tenant_id, life.sku).pk, reads=1)


def glance(life: Life) -> Iterable[Touch]:
    """At the door, whether enough is left, unless the environment looked just now."""
    for shard in range(life.stock_shards):
        yield Touch(Family.STOCK, keys.stock(life.tenant_id, life.sku, shard).pk, reads=0.5)


def doubt(life: Life) -> Iterable[Touch]:
    """Before a refusal, two careful looks and the product's counters; kept as a glance is."""
    yield Touch(Family.PRODUCT, keys.product(life.tenant_id, life.sku).pk, reads=1)
    for shard in range(life.stock_shards):
        yield Touch(Family.STOCK, keys.stock(life.tenant_id, life.sku, shard).pk, reads=2)


def refuse(life: Life) -> Iterable[Touch]:
    """An order for more than is left: nothing but `price`, `glance`, `doubt` and this."""
    idempotency = keys.idempotency(life.tenant_id, life.idempotency_key)
    yield Touch(Family.IDEMPOTENCY, idempotency.pk, reads=1)


def place(life: Life) -> Iterable[Touch]:
    """The key, then the order's transaction, once it is priced and enough is left."""
    idempotency = keys.idempotency(life.tenant_id, life.idempotency_key)
    yield Touch(Family.IDEMPOTENCY, idempotency.pk, writes=1, reads=1)
    yield Touch(Family.ORDER, life.partition, writes=_COMMIT)
    yield Touch(Family.LIST, life.listed, writes=1)
    yield Touch(Family.CUSTOMER, life.listed_for_customer, writes=1)


def start_saga(life: Life) -> Iterable[Touch]:
    yield Touch(Family.ORDER, life.partition, reads=1)


def reserve_stock(life: Life) -> Iterable[Touch]:
    """Of the counters only the home one is read, while that one can serve the order."""
    yield Touch(Family.ORDER, life.partition, writes=_COMMIT, reads=2)
    yield Touch(Family.STOCK, life.home, writes=2, reads=1)


def await_payment(life: Life) -> Iterable[Touch]:
    """The token, two looks at the order, then the intent and, alone, its way back to the order."""
    yield Touch(Family.ORDER, life.partition, writes=1 + _COMMIT, reads=2)
    yield _reference(life.tenant_id, life.payment_provider, life.intent_id, writes=1)


def wake_for_payment(life: Life) -> Iterable[Touch]:
    """Whether the intent leads to the order, and what waits for it."""
    yield _reference(life.tenant_id, life.payment_provider, life.intent_id, reads=1)
    yield _parked(life.tenant_id, life.payment_provider, life.intent_id)


def capture_payment(life: Life) -> Iterable[Touch]:
    """Beside the commit its entry in the ledger."""
    yield _reference(life.tenant_id, life.payment_provider, life.intent_id, reads=1)
    yield Touch(Family.ORDER, life.partition, writes=_COMMIT + 2, reads=1)


def note_payment(life: Life) -> Iterable[Touch]:
    """The second webhook of a payment says nothing new."""
    yield _reference(life.tenant_id, life.payment_provider, life.intent_id, reads=1)
    yield Touch(Family.ORDER, life.partition, writes=1, reads=1)


def resume_saga(life: Life) -> Iterable[Touch]:
    yield Touch(Family.ORDER, life.partition, reads=1)


def arrange_shipping(life: Life) -> Iterable[Touch]:
    """The attempt is on record before it is made, and the parcel watched before its label is."""
    yield Touch(Family.ORDER, life.partition, writes=_COMMIT + 2, reads=4)
    yield Touch(Family.PARCELS, life.under_way, writes=1)
    yield _reference(life.tenant_id, life.carrier, life.tracking_number, writes=1, reads=1)


def forget_parcel(life: Life) -> Iterable[Touch]:
    """The first look after its arrival takes it from the list."""
    yield Touch(Family.ORDER, life.partition, writes=1, reads=1)
    yield Touch(Family.PARCELS, life.under_way, writes=1)


def wake_for_tracking(life: Life) -> Iterable[Touch]:
    yield _reference(life.tenant_id, life.carrier, life.tracking_number, reads=1)
    yield _parked(life.tenant_id, life.carrier, life.tracking_number)


def track(life: Life) -> Iterable[Touch]:
    """A scan that moves the parcel on: a look for its event, and a write of the head alone."""
    yield _reference(life.tenant_id, life.carrier, life.tracking_number, reads=1)
    yield Touch(Family.ORDER, life.partition, writes=1, reads=2)


def view_order(life: Life) -> Iterable[Touch]:
    yield Touch(Family.ORDER, life.partition, reads=2)


def view_timeline(life: Life) -> Iterable[Touch]:
    """One query: all that a timeline needs of a delivered order is some 4 KB."""
    yield Touch(Family.ORDER, life.partition, reads=1)


def view_product(life: Life) -> Iterable[Touch]:
    """The product and every counter of it, consistently."""
    yield Touch(Family.PRODUCT, keys.product(life.tenant_id, life.sku).pk, reads=1)
    for shard in range(life.stock_shards):
        yield Touch(Family.STOCK, keys.stock(life.tenant_id, life.sku, shard).pk, reads=1)


def list_orders(life: Life, shown: Sequence[str]) -> Iterable[Touch]:
    """The newest orders `shown`: a query of each shard, and a read of every head."""
    month = f"{life.created_at:%Y-%m}"
    for shard in range(life.list_shards):
        partition = keys.order_list_partition(life.tenant_id, month, shard)
        yield Touch(Family.LIST, partition, reads=0.5)
    for order_id in shown:
        yield Touch(Family.ORDER, keys.order_partition(life.tenant_id, order_id), reads=1)


def open_task(life: Life) -> Iterable[Touch]:
    """What only a person can finish: few orders, unless a provider is down."""
    kind = keys.attention_partition(life.tenant_id, "compensation_failed")
    yield Touch(Family.ORDER, life.partition, writes=_COMMIT, reads=1)
    yield Touch(Family.ATTENTION, kind, writes=1)


def _reference(
    tenant_id: str, provider: str, object_id: str, *, writes: float = 0, reads: float = 0
) -> Touch:
    partition = keys.reference(tenant_id, provider, object_id).pk
    return Touch(Family.REFERENCE, partition, writes, reads)


def _parked(tenant_id: str, provider: str, object_id: str) -> Touch:
    """A query that finds nothing is billed all the same."""
    partition = keys.parked_partition(tenant_id, provider, object_id)
    return Touch(Family.PARKED, partition, reads=1)


PLACED: tuple[Step, ...] = (place, start_saga, reserve_stock, await_payment, wake_for_payment)
"""Within a second of each other, and so of one and the same order. Before them come `price` and
`glance`, which an environment does once for many orders."""

PAID: tuple[Step, ...] = (
    *(capture_payment, note_payment, resume_saga),
    *(arrange_shipping, wake_for_tracking),
)
"""Minutes later, again within a second."""

SCANS = 4
"""Webhooks of a parcel on its way, hours apart."""
