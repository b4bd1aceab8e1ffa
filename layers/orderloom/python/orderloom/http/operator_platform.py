"""The operators' API for the platform's own webhook endpoint."""

from collections.abc import Callable

from orderloom.http import problems
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Nothing
from orderloom.http.operator_unclaimed import MOST, UnclaimedEventOutput, UnclaimedEventsOutput
from orderloom.http.outputs import Output
from orderloom.http.path_ids import provider_in, tenant_id_from
from orderloom.services.route_account import RouteAccount

Bare = Call[Nothing, Nothing]


class RoutedAccountOutput(Output):
    """Whose the events of a connected account are; doors know it within a minute."""

    tenant_id: str
    provider: str
    account_id: str


class PlatformApi:
    """Each method answers one endpoint."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def route(self, call: Bare) -> Reply:
        container = self._container()
        tenant_id, provider = tenant_id_from(call.path["tenant_id"]), provider_in(call.path)
        route = RouteAccount(tenants=container.tenants, routes=container.account_routes)
        account_id = route(tenant_id, provider)
        routed = RoutedAccountOutput(tenant_id=tenant_id, provider=provider, account_id=account_id)
        return Reply(200, routed)

    def unowned(self, call: Bare) -> Reply:  # noqa: ARG002 - an endpoint's
        newest = self._container().unowned.newest(MOST)
        found = tuple(UnclaimedEventOutput.of(event) for event in newest)
        return Reply(200, UnclaimedEventsOutput(data=found))


def platform_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Every endpoint of this module."""
    api = PlatformApi(container)
    return (
        Endpoint(
            method="PUT",
            path="/operator/tenants/{tenant_id}/connections/{provider}/platform-webhooks",
            name="routePlatformWebhooks",
            summary="Take a merchant's events from the platform's own webhook endpoint",
            answer=api.route,
            body=Nothing,
            query=Nothing,
            output=RoutedAccountOutput,
            replies={200: "The events of its connected account are the merchant's"},
            refusals=(problems.CONFLICT, problems.TRY_AGAIN),
        ),
        Endpoint(
            method="GET",
            path="/operator/unowned-events",
            name="listUnownedEvents",
            summary="List events of the platform's endpoint whose account is no merchant's",
            answer=api.unowned,
            body=Nothing,
            query=Nothing,
            output=UnclaimedEventsOutput,
            replies={200: "The newest of them; `object_id` is the account"},
        ),
    )
