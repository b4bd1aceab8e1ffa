"""Stock as operators see it: counter by counter, and whether it adds up."""

from collections.abc import Iterable
from typing import Self

from orderloom.domain.catalogue import ShardLevel
from orderloom.http.outputs import Output
from orderloom.services.grow_stock import Grown
from orderloom.services.rebalance_stock import Rebalanced
from orderloom.services.reconcile_stock import Correction, Drift, StockReport
from orderloom.services.view_stock import StockView


class CounterOutput(Output):
    """`moves`: how often units came from or went to another counter."""

    shard: int
    available: int
    moves: int


class StockOutput(Output):
    """`received`: units ever put in stock, less those taken out other than by orders."""

    sku: str
    received: int
    available: int
    counters: tuple[CounterOutput, ...]

    @classmethod
    def of(cls, view: StockView) -> Self:
        return cls(
            sku=view.product.sku,
            received=view.product.received,
            available=sum(level.available for level in view.levels),
            counters=_counters(view.levels),
        )


class RebalancedOutput(Output):
    """`moved`: units that changed counters. `even`: no two counters differ by more than one."""

    sku: str
    moved: int
    even: bool
    counters: tuple[CounterOutput, ...]

    @classmethod
    def of(cls, sku: str, rebalanced: Rebalanced) -> Self:
        return cls(
            sku=sku,
            moved=rebalanced.moved,
            even=rebalanced.even,
            counters=_counters(rebalanced.levels),
        )


class GrownOutput(Output):
    """`grown`: false if it had as many counters before."""

    sku: str
    shards: int
    grown: bool
    moved: int
    even: bool
    counters: tuple[CounterOutput, ...]

    @classmethod
    def of(cls, grown: Grown) -> Self:
        return cls(
            sku=grown.product.sku,
            shards=grown.product.shards,
            grown=grown.grown,
            moved=grown.rebalanced.moved,
            even=grown.rebalanced.even,
            counters=_counters(grown.rebalanced.levels),
        )


class CorrectionOutput(Output):
    """`units` added to the counter; below 0: taken away."""

    shard: int
    units: int

    @classmethod
    def of(cls, correction: Correction) -> Self:
        return cls(shard=correction.shard, units=correction.units)


class DriftOutput(Output):
    """`drift`: units too many (below 0: missing). `left`: after the corrections."""

    sku: str
    received: int
    available: int
    reserved: int
    shipped: int
    drift: int
    left: int
    corrections: tuple[CorrectionOutput, ...]

    @classmethod
    def of(cls, drift: Drift) -> Self:
        count = drift.count
        return cls(
            sku=count.sku,
            received=count.received,
            available=count.available,
            reserved=count.reserved,
            shipped=count.shipped,
            drift=count.drift,
            left=drift.left,
            corrections=tuple(CorrectionOutput.of(correction) for correction in drift.mended),
        )


class ReconciliationOutput(Output):
    """`unsettled`: SKUs sold so fast that nothing certain can be said of them."""

    skus: int
    drifts: tuple[DriftOutput, ...]
    unsettled: tuple[str, ...]

    @classmethod
    def of(cls, report: StockReport) -> Self:
        return cls(
            skus=len(report.counts),
            drifts=tuple(DriftOutput.of(drift) for drift in report.drifts),
            unsettled=report.unsettled,
        )


def _counters(levels: Iterable[ShardLevel]) -> tuple[CounterOutput, ...]:
    return tuple(
        CounterOutput(shard=level.shard, available=level.available, moves=level.moves)
        for level in levels
    )
