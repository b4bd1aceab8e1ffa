"""The operators' API for shipping of all merchants, and for sending what waited meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from orderloom.domain.drain import Drain, DrainState
from orderloom.domain.shipping import ShippingMode
from orderloom.errors import NotFound
from orderloom.http import problems
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Input, Nothing
from orderloom.http.outputs import Output
from orderloom.http.path_ids import tenant_id_from
from orderloom.services.drain_orders import StartDrain

_SWITCH = "/operator/shipping-switch"
_DRAIN = "/operator/tenants/{tenant_id}/shipping/drain"


class SwitchInput(Input):
    """Body of `PUT /operator/shipping-switch`. `manual`: no label is bought for any merchant."""

    mode: Annotated[ShippingMode, Field(strict=False)]


class SwitchOutput(Output):
    """Functions may know it ten seconds later."""

    mode: ShippingMode


class DrainFailureOutput(Output):
    """An order that waits as before."""

    order_id: str
    reason: str


class DrainOutput(Output):
    """How far it is. `queued`: on their way now; `left`: not tried yet.

    `stopped`: several in a row failed, so the others were not tried.
    """

    drain_id: str
    state: DrainState
    started_at: datetime
    updated_at: datetime
    queued: int
    shipped: int
    failed: int
    left: int
    failures: tuple[DrainFailureOutput, ...]

    @classmethod
    def of(cls, drain: Drain) -> Self:
        same = {"drain_id", "state", "started_at", "updated_at", "shipped", "failed", "left"}
        failures = [failure.model_dump() for failure in drain.failures]
        return cls.model_validate(
            {**drain.model_dump(include=same), "queued": len(drain.in_flight), "failures": failures}
        )


class DrainsApi:
    """Each method answers one endpoint."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def switch(self, _call: Call[Nothing, Nothing]) -> Reply:
        return Reply(200, SwitchOutput(mode=self._container().shipping_switch.mode()))

    def set_switch(self, call: Call[SwitchInput, Nothing]) -> Reply:
        self._container().shipping_switch.set(call.body.mode)
        return Reply(200, SwitchOutput(mode=call.body.mode))

    def start(self, call: Call[Nothing, Nothing]) -> Reply:
        parts = self._container()
        tenant = parts.tenants.tenant(tenant_id_from(call.path["tenant_id"]))
        modes = {tenant.shipping.mode, parts.shipping_switch.mode()}
        start = StartDrain(
            drains=parts.drains(tenant.tenant_id),
            clock=parts.clock,
            random_bits=parts.random_bits,
            mode=ShippingMode.MANUAL if ShippingMode.MANUAL in modes else ShippingMode.AUTOMATIC,
        )
        return Reply(202, DrainOutput.of(start()))

    def get(self, call: Call[Nothing, Nothing]) -> Reply:
        parts = self._container()
        tenant = parts.tenants.tenant(tenant_id_from(call.path["tenant_id"]))
        newest = parts.drains(tenant.tenant_id).newest()
        if newest is None:
            raise NotFound("drain of", tenant.tenant_id)
        return Reply(200, DrainOutput.of(newest))


def drain_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """The switch over all merchants, and a merchant's drain."""
    api = DrainsApi(container)
    return (
        Endpoint(
            method="GET",
            path=_SWITCH,
            name="getShippingSwitch",
            summary="Read whether labels are bought for any merchant",
            answer=api.switch,
            body=Nothing,
            query=Nothing,
            output=SwitchOutput,
            replies={200: "The switch"},
        ),
        Endpoint(
            method="PUT",
            path=_SWITCH,
            name="putShippingSwitch",
            summary="Have the parcels of all merchants sent by hand, or not any more",
            answer=api.set_switch,
            body=SwitchInput,
            query=Nothing,
            output=SwitchOutput,
            replies={200: "The switch"},
        ),
        Endpoint(
            method="POST",
            path=_DRAIN,
            name="startDrain",
            summary="Buy labels for all orders of a merchant that wait to be sent by hand",
            answer=api.start,
            body=Nothing,
            query=Nothing,
            output=DrainOutput,
            replies={202: "It is under way; asking again starts no second one"},
            refusals=(problems.CONFLICT,),
        ),
        Endpoint(
            method="GET",
            path=_DRAIN,
            name="getDrain",
            summary="Read how far the newest drain of a merchant is",
            answer=api.get,
            body=Nothing,
            query=Nothing,
            output=DrainOutput,
            replies={200: "The drain"},
        ),
    )
