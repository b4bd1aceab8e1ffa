"""The operators' API for how a merchant's parcels are sent, and by which accounts."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from orderloom.domain.parcel import LabelFormat
from orderloom.domain.shipping import MOST_WEIGHT, RateStrategy, ShippingMode, ShippingPolicy
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Input, Nothing
from orderloom.http.outputs import Output
from orderloom.http.path_ids import tenant_id_from
from orderloom.ports.account_health import Condition, Health

_PATH = "/operator/tenants/{tenant_id}/shipping"
_CARRIER = r"^[a-z][a-z0-9_]*$"
ACCOUNT = r"^[a-z]{2,20}(\.[a-z0-9][a-z0-9-]{0,29})?$"


class ShippingInput(Input):
    """Body of `PUT /operator/tenants/{id}/shipping`; what is left out becomes the default.

    `within_days`: the latest delivery `cheapest_within_days` takes. `preferred`: carriers, the
    first before the second. `label_format`: a carrier that has none of it is passed over.
    `deadline_ms`: how long carriers are waited for. `weights`: of connections, in which
    proportions those of one carrier share its orders; 0 only stands in. `unscanned_days`:
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
    label_format: Annotated[LabelFormat, Field(strict=False)] = LabelFormat.PDF
    deadline_ms: Annotated[int, Field(ge=200, le=8000)] = 2000
    weights: Annotated[
        dict[
            Annotated[str, Field(pattern=ACCOUNT)],
            Annotated[int, Field(ge=0, le=MOST_WEIGHT)],
        ],
        Field(max_length=20, default_factory=dict),
    ]
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
    label_format: LabelFormat
    deadline_ms: int
    weights: dict[str, int]
    unscanned_days: int
    stuck_days: int

    @classmethod
    def of(cls, tenant_id: str, policy: ShippingPolicy) -> Self:
        return cls.model_validate({"tenant_id": tenant_id, **policy.model_dump()})


class CarrierAccountOutput(Output):
    """A connection to a carrier. `weight`: among its carrier's, if they share orders by weight.

    `health`: `paused` is left out of rates since `since`; `tried` is asked by one caller.
    """

    account: str
    weight: int | None
    health: Health
    since: datetime | None

    @classmethod
    def of(cls, account: str, weight: int | None, condition: Condition) -> Self:
        return cls(account=account, weight=weight, health=condition.health, since=condition.since)


class ShippingViewOutput(ShippingOutput):
    """`platform_mode`: of all merchants; either being manual, no label is bought."""

    platform_mode: ShippingMode
    accounts: tuple[CarrierAccountOutput, ...]


def shipping_policy_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """A merchant's policy: read and set."""

    def put(call: Call[ShippingInput, Nothing]) -> Reply:
        tenant_id, policy = tenant_id_from(call.path["tenant_id"]), call.body.to_domain()
        container().tenants.set_shipping(tenant_id, policy)
        return Reply(200, ShippingOutput.of(tenant_id, policy))

    def get(call: Call[Nothing, Nothing]) -> Reply:
        return Reply(200, _view(container(), tenant_id_from(call.path["tenant_id"])))

    return (
        Endpoint(
            method="GET",
            path=_PATH,
            name="getShippingPolicy",
            summary="Read how a merchant's parcels are sent, and whether its carriers answer",
            answer=get,
            body=Nothing,
            query=Nothing,
            output=ShippingViewOutput,
            replies={200: "The policy and the accounts"},
        ),
        Endpoint(
            method="PUT",
            path=_PATH,
            name="putShippingPolicy",
            summary="Say how a merchant's parcels are sent: by which rate, or by hand",
            answer=put,
            body=ShippingInput,
            query=Nothing,
            output=ShippingOutput,
            replies={200: "The policy"},
        ),
    )


def _view(parts: ApiContainer, tenant_id: str) -> ShippingViewOutput:
    policy = parts.tenants.tenant(tenant_id).shipping
    connected = sorted(parts.tenants.connected(tenant_id))
    accounts = [
        name for name in connected if (terms := parts.providers.terms(name)) and terms.ships
    ]
    conditions = parts.account_health(tenant_id).of(accounts)
    told = [CarrierAccountOutput.of(a, policy.weights.get(a), conditions[a]) for a in accounts]
    return ShippingViewOutput.model_validate(
        {
            "tenant_id": tenant_id,
            **policy.model_dump(),
            "platform_mode": parts.shipping_switch.mode(),
            "accounts": told,
        }
    )
