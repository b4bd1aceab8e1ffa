"""The operators' API for how a merchant's parcels are sent."""

from collections.abc import Callable
from typing import Annotated, Self

from pydantic import Field

from orderloom.domain.shipping import RateStrategy, ShippingMode, ShippingPolicy
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Input
from orderloom.http.inputs import Nothing as NoQuery
from orderloom.http.outputs import Output
from orderloom.http.path_ids import tenant_id_from

_CARRIER = r"^[a-z][a-z0-9_]*$"


class ShippingInput(Input):
    """Body of `PUT /operator/tenants/{id}/shipping`; what is left out becomes the default.

    `within_days`: the latest delivery `cheapest_within_days` takes. `preferred`: carriers, the
    first before the second. `deadline_ms`: how long carriers are waited for. `unscanned_days`:
    after so long a label nobody scanned becomes a task, and after `stuck_days` without news a
    parcel on its way.
    """

    mode: Annotated[ShippingMode, Field(strict=False)] = ShippingMode.AUTOMATIC
    strategy: Annotated[RateStrategy, Field(strict=False)] = RateStrategy.CHEAPEST
    within_days: Annotated[int, Field(ge=1, le=60)] = 5
    preferred: Annotated[
        list[Annotated[str, Field(pattern=_CARRIER, max_length=60)]],
        Field(max_length=20, default_factory=list),
    ]
    deadline_ms: Annotated[int, Field(ge=200, le=8000)] = 2000
    unscanned_days: Annotated[int, Field(ge=1, le=60)] = 3
    stuck_days: Annotated[int, Field(ge=1, le=60)] = 7

    def to_domain(self) -> ShippingPolicy:
        return ShippingPolicy.model_validate(self.model_dump())


class ShippingOutput(Output):
    """How parcels are sent from now on; functions may know it a minute later."""

    tenant_id: str
    mode: ShippingMode
    strategy: RateStrategy
    within_days: int
    preferred: tuple[str, ...]
    deadline_ms: int
    unscanned_days: int
    stuck_days: int

    @classmethod
    def of(cls, tenant_id: str, policy: ShippingPolicy) -> Self:
        return cls.model_validate({"tenant_id": tenant_id, **policy.model_dump()})


def shipping_policy_endpoint(container: Callable[[], ApiContainer]) -> AnyEndpoint:
    """The one endpoint of this module."""

    def put(call: Call[ShippingInput, NoQuery]) -> Reply:
        tenant_id, policy = tenant_id_from(call.path["tenant_id"]), call.body.to_domain()
        container().tenants.set_shipping(tenant_id, policy)
        return Reply(200, ShippingOutput.of(tenant_id, policy))

    return Endpoint(
        method="PUT",
        path="/operator/tenants/{tenant_id}/shipping",
        name="putShippingPolicy",
        summary="Say how a merchant's parcels are sent: by which rate, or by hand",
        answer=put,
        body=ShippingInput,
        query=NoQuery,
        output=ShippingOutput,
        replies={200: "The policy"},
    )
