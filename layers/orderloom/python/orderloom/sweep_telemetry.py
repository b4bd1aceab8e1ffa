"""What is told of a sweep: a line for each connection, figures for the alarms.

Figures have no tenant: a dimension each would cost a fortune. The lines have.
"""

from dataclasses import dataclass

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweep_messages import SweepConnection
from orderloom.errors import OrderloomError
from orderloom.services.look_after_parcels import LookReport
from orderloom.services.poll_payments import PollReport
from orderloom.services.sweep_connection import SweepReport


@dataclass(frozen=True)
class SweepTelemetry:
    """Of the function that runs the schedule."""

    logger: Logger
    metrics: Metrics

    def swept(self, sweep: SweepConnection, report: SweepReport) -> None:
        """What one piece of a run found."""
        figures = {
            "sweep.delivered": report.delivered,
            "sweep.missing": len(report.missing),
            "sweep.silent": int(report.silent),
        }
        self.logger.info("swept", extra={**_named(sweep), **figures, "read": report.read})
        if report.missing:
            ids = [event.event_id for event in report.missing]
            self.logger.warning("events missing", extra={**_named(sweep), "event_ids": ids})
        if report.silent:
            self.logger.error("webhooks do not arrive", extra=_named(sweep))
        self._count(figures)

    def polled(self, sweep: SweepConnection, report: PollReport) -> None:
        figures = {"sweep.asked": report.asked, "sweep.polled": len(report.moved)}
        orders = {"moved": list(report.moved), "refused": list(report.refused)}
        self.logger.info("polled", extra={**_named(sweep), **figures, **orders})
        self._count(figures)

    def matched(self, sweep: SweepConnection, matches: list[PayoutMatch]) -> None:
        """A payout whose lines do not add up to it is told of as one nobody can explain."""
        unexplained = 0
        for match in matches:
            told = match.model_dump(mode="json", exclude={"provider", "cursor", "version"})
            self.logger.info("payout", extra={**_named(sweep), **told})
            unexplained += bool(match.done and match.unexplained)
        lines = sum(match.lines for match in matches)
        matched = sum(match.matched for match in matches)
        self._count(
            {
                "sweep.payout_lines": lines,
                "sweep.payout_lines_unmatched": lines - matched,
                "sweep.payouts_unexplained": unexplained,
            }
        )

    def looked_after(self, sweep: SweepConnection, report: LookReport) -> None:
        figures = {
            "sweep.parcels_asked": report.asked,
            "sweep.parcels_moved": len(report.moved),
            "sweep.parcels_silent": len(report.silent),
        }
        orders = {"moved": report.moved, "silent": report.silent, "refused": report.refused}
        self.logger.info("parcels", extra={**_named(sweep), **figures, **orders})
        self._count(figures)

    def unreadable(self, sweep: SweepConnection, error: OrderloomError) -> None:
        """The provider's record could not be read; a person must act if it stays so."""
        self.logger.warning("record not read", extra={**_named(sweep), "reason": str(error)})
        self._count({"sweep.unreadable": 1})

    def _count(self, figures: dict[str, int]) -> None:
        for name, value in figures.items():
            self.metrics.add_metric(name, MetricUnit.Count, value)


def _named(sweep: SweepConnection) -> dict[str, str]:
    return {
        "tenant_id": sweep.tenant_id,
        "provider": sweep.provider,
        "book": sweep.book.value,
    }
