"""The operators' API for the stock of one merchant, under `/operator/tenants/{tenant_id}`."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from orderloom.domain.catalogue import MAX_SHARDS
from orderloom.http import problems
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Input, Nothing
from orderloom.http.path_ids import known_sku_in, tenant_id_from
from orderloom.http.stock_outputs import (
    GrownOutput,
    RebalancedOutput,
    ReconciliationOutput,
    StockOutput,
)
from orderloom.http.telemetry import logger, metrics
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.services.grow_stock import GrowStock
from orderloom.services.rebalance_stock import RebalanceStock
from orderloom.services.reconcile_stock import ReconcileStock
from orderloom.services.view_stock import ViewStock
from orderloom.stock_telemetry import tell

_TENANT = "/operator/tenants/{tenant_id}"
_STOCK = _TENANT + "/stock/{sku}"

Bare = Call[Nothing, Nothing]


class GrowInput(Input):
    """Body of `POST …/stock/{sku}/grow`."""

    shards: Annotated[int, Field(ge=1, le=MAX_SHARDS)]


class ReconcileInput(Input):
    """Body of `POST …/stock-reconciliations`; without `repair` nothing is written."""

    repair: bool = False


class StockApi:
    """Each method answers one endpoint."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def show(self, call: Bare) -> Reply:
        view = ViewStock(catalogue=self._catalogue(call.path["tenant_id"]))
        return Reply(200, StockOutput.of(view(known_sku_in(call.path))))

    def rebalance(self, call: Bare) -> Reply:
        rebalance = RebalanceStock(catalogue=self._catalogue(call.path["tenant_id"]))
        sku = known_sku_in(call.path)
        return Reply(200, RebalancedOutput.of(sku, rebalance(sku)))

    def grow(self, call: Call[GrowInput, Nothing]) -> Reply:
        grow = GrowStock(
            catalogue=self._catalogue(call.path["tenant_id"]), clock=self._container().clock
        )
        return Reply(200, GrownOutput.of(grow(known_sku_in(call.path), call.body.shards)))

    def reconcile(self, call: Call[ReconcileInput, Nothing]) -> Reply:
        container, tenant_id = self._container(), tenant_id_from(call.path["tenant_id"])
        reconcile = ReconcileStock(
            catalogue=container.catalogue(tenant_id),
            orders=container.orders(tenant_id),
            books=container.stock_books(tenant_id),
            tenants=container.tenants,
            clock=container.clock,
            pause=container.pause,
        )
        report = reconcile(repair=call.body.repair)
        tell(report, tenant_id=tenant_id, logger=logger, metrics=metrics)
        return Reply(200, ReconciliationOutput.of(report))

    def _catalogue(self, tenant_id: str) -> CatalogueRepository:
        """Of a merchant there is. Raises NotFound."""
        container = self._container()
        tenant = container.tenants.tenant(tenant_id_from(tenant_id))
        return container.catalogue(tenant.tenant_id)


def stock_endpoints(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Every endpoint for a merchant's stock."""
    api = StockApi(container)
    return (_show(api), *_moving(api), _reconcile(api))


def _show(api: StockApi) -> AnyEndpoint:
    return Endpoint(
        method="GET",
        path=_STOCK,
        name="showStock",
        summary="Read the stock counters of a product",
        answer=api.show,
        body=Nothing,
        query=Nothing,
        output=StockOutput,
        replies={200: "The counters"},
    )


def _moving(api: StockApi) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="POST",
            path=f"{_STOCK}/rebalance",
            name="rebalanceStock",
            summary="Spread a product's units evenly over its counters",
            answer=api.rebalance,
            body=Nothing,
            query=Nothing,
            output=RebalancedOutput,
            replies={200: "As even as sales under way allow"},
        ),
        Endpoint(
            method="POST",
            path=f"{_STOCK}/grow",
            name="growStock",
            summary="Give a product more counters, and spread its units over them",
            answer=api.grow,
            body=GrowInput,
            query=Nothing,
            output=GrownOutput,
            replies={200: "It has at least that many"},
            refusals=(problems.TRY_AGAIN,),
        ),
    )


def _reconcile(api: StockApi) -> AnyEndpoint:
    return Endpoint(
        method="POST",
        path=f"{_TENANT}/stock-reconciliations",
        name="reconcileStock",
        summary="Compare all a merchant received with what is here, reserved and shipped",
        answer=api.reconcile,
        body=ReconcileInput,
        query=Nothing,
        output=ReconciliationOutput,
        replies={200: "What does not add up, and what was mended"},
    )
