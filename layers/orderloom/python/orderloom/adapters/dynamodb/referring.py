"""How a provider's object is made to lead to its order, in a transaction or alone."""

from typing import TypedDict

from pynamodb.expressions.condition import Condition

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent, belongs_to
from orderloom.adapters.dynamodb.order_records import ReferenceRecord
from orderloom.errors import Conflict
from orderloom.ports.orders import ProviderObject


class Referring(TypedDict):
    """What a put is given."""

    record: ReferenceRecord
    when: Condition
    otherwise: Conflict


def referring(tenant_id: str, known: ProviderObject, order_id: str) -> Referring:
    key = keys.reference(tenant_id, known.provider, known.object_id)
    return {
        "record": ReferenceRecord(*key, order_id=order_id),
        "when": absent() | belongs_to(order_id, known.former),
        "otherwise": Conflict(f"{known.object_id} belongs to another order"),
    }
