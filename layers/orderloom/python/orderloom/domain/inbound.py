"""A verified webhook on its way through the inbound queue.

Plain dataclasses: the function at the door builds one on every request, and importing
pydantic there would cost more than all the rest of its work.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class InboundEvent:
    """What the door saw, unaltered.

    Attributes:
        body: the raw body as text (webhooks are JSON, so UTF-8).
        headers: the few headers that matter later, lower-case names.
        replayed: an operator sent it again from a dead-letter queue.
        secret_id: of the signing secret it was signed with; None: the provider's own key, or the
            platform's secret.
        swept: it never came, the sweep found it on the provider's record; when it happened.
    """

    tenant_id: str
    provider: str
    event_id: str
    received_at: datetime
    body: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)
    replayed: bool = False
    secret_id: str | None = None
    swept: datetime | None = None


@dataclass(frozen=True)
class ParkedEvent:
    """An event ahead of its order, kept under the provider's object it speaks of."""

    object_id: str
    event: InboundEvent
