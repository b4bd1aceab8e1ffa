"""The hourly reconciliation: its queue, and the clock that starts it."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.function_factory import FunctionFactory
from infra.constructs.saga_functions import STEP_ACTIONS
from infra.constructs.table import ORDERS_INDEX, TENANT_LIST
from infra.constructs.tenant_tables import TenantTables
from infra.constructs.work_queue import WorkQueue
from infra.stages import StageSettings

_TIMEOUTS_UNTIL_REDELIVERY = 6


class StockChecks(Construct):
    """Exposes ``work``: one message starts it all, and each tenant gets one of its own."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        timeout = stage.reconcile_timeout.to_seconds()
        self.work = WorkQueue(
            self,
            "Work",
            stage=stage,
            redelivery_after=Duration.seconds(timeout * _TIMEOUTS_UNTIL_REDELIVERY),
        )
        events.Rule(
            self,
            "Hourly",
            description="Reconciles the stock of every tenant",
            schedule=events.Schedule.rate(Duration.hours(1)),
            # On the emulator tests send the message themselves.
            enabled=not stage.emulated,
            targets=[
                targets.SqsQueue(
                    self.work.queue,
                    message=events.RuleTargetInput.from_object({"kind": "check_everybody"}),
                )
            ],
        )

    def function(self, *, factory: FunctionFactory, tables: TenantTables) -> lambda_.Function:
        """Plans the checks and makes them; counts, and mends what does not add up."""
        function = factory.make(
            "reconcile_stock",
            environment={"ORDERLOOM_STOCK_CHECKS_QUEUE_URL": self.work.queue.queue_url},
            timeout=factory.stage.reconcile_timeout,
        )
        tables.grant(function, actions=STEP_ACTIONS)
        tables.pooled.grant_platform(
            function, actions=["dynamodb:Query"], keys=[TENANT_LIST], index=ORDERS_INDEX
        )
        self.work.grant_send(function)
        self.work.feed(
            function, batches_at_once=factory.stage.concurrency.workflow_batches, batch_size=1
        )
        return function
