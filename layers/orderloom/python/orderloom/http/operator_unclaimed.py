"""The operators' API for webhooks of one merchant that no order ever claimed."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Self

from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Nothing
from orderloom.http.outputs import Output
from orderloom.http.path_ids import tenant_id_from

MOST: Final = 100


class UnclaimedEventOutput(Output):
    """`object_id`: the provider's object it speaks of."""

    provider: str
    event_id: str
    object_id: str
    received_at: datetime

    @classmethod
    def of(cls, event: UnclaimedEvent) -> Self:
        return cls(**event.model_dump(exclude={"tenant_id"}))


class UnclaimedEventsOutput(Output):
    """Those received last first, a hundred at most."""

    data: tuple[UnclaimedEventOutput, ...]


def unclaimed_endpoint(container: Callable[[], ApiContainer]) -> AnyEndpoint:
    """Lists them."""

    def answer(call: Call[Nothing, Nothing]) -> Reply:
        parts = container()
        tenant = parts.tenants.tenant(tenant_id_from(call.path["tenant_id"]))
        newest = parts.unclaimed(tenant.tenant_id).newest(MOST)
        found = tuple(UnclaimedEventOutput.of(event) for event in newest)
        return Reply(200, UnclaimedEventsOutput(data=found))

    return Endpoint(
        method="GET",
        path="/operator/tenants/{tenant_id}/unclaimed-events",
        name="listUnclaimedEvents",
        summary="List webhooks that waited for an order until their time was over",
        answer=answer,
        body=Nothing,
        query=Nothing,
        output=UnclaimedEventsOutput,
        replies={200: "The newest of them"},
    )
