"""The operators' API: merchants, their connections and stock, under `/operator`."""

from collections.abc import Callable

from orderloom.http import problems
from orderloom.http.connection_endpoints import connections_for_operators
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Nothing
from orderloom.http.operator_drains import drain_endpoints
from orderloom.http.operator_inputs import TenantInput
from orderloom.http.operator_outputs import RegisteredTenantOutput, TenantOutput
from orderloom.http.operator_platform import platform_endpoints
from orderloom.http.operator_shipping import shipping_policy_endpoints
from orderloom.http.operator_stock import stock_endpoints
from orderloom.http.operator_unclaimed import unclaimed_endpoint
from orderloom.http.path_ids import tenant_id_from
from orderloom.services.register_tenant import RegisterTenant
from orderloom.services.view_tenant import ViewTenant

_TENANTS = "/operator/tenants"


class OperatorApi:
    """Each method answers one endpoint."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def register_tenant(self, call: Call[TenantInput, Nothing]) -> Reply:
        container = self._container()
        register = RegisterTenant(
            tenants=container.tenants, clock=container.clock, random_bits=container.random_bits
        )
        return Reply(201, RegisteredTenantOutput.of(register(call.body.to_request())))

    def get_tenant(self, call: Call[Nothing, Nothing]) -> Reply:
        view = ViewTenant(tenants=self._container().tenants)
        return Reply(200, TenantOutput.of(view(tenant_id_from(call.path["tenant_id"]))))


def operator_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Every endpoint below `/operator`."""
    api = OperatorApi(container)
    return (
        *_tenants(api),
        *connections_for_operators(container),
        *shipping_policy_endpoints(container),
        *drain_endpoints(container),
        *stock_endpoints(container),
        unclaimed_endpoint(container),
        *platform_endpoints(container),
    )


def _tenants(api: OperatorApi) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="POST",
            path=_TENANTS,
            name="registerTenant",
            summary="Register a merchant; its API key is shown this once",
            answer=api.register_tenant,
            body=TenantInput,
            query=Nothing,
            output=RegisteredTenantOutput,
            replies={201: "Registered"},
            refusals=(problems.CONFLICT,),
        ),
        Endpoint(
            method="GET",
            path=f"{_TENANTS}/{{tenant_id}}",
            name="getTenant",
            summary="Read a merchant's profile and the names of its connections",
            answer=api.get_tenant,
            body=Nothing,
            query=Nothing,
            output=TenantOutput,
            replies={200: "The merchant"},
        ),
    )
