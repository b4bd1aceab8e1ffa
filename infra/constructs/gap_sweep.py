"""The gap sweep: its queue, the clock that starts it, and who reads providers' records."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.saga_functions import STEP_ACTIONS
from infra.constructs.table import ORDERS_INDEX, TENANT_LIST
from infra.constructs.tenant_tables import TenantTables
from infra.constructs.work_queue import WorkQueue
from infra.stages import StageSettings

_TIMEOUTS_UNTIL_REDELIVERY: Final = 6


class GapSweep(Construct):
    """Exposes ``work``: one message starts it all, and each connection gets one of its own."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        timeout = stage.sweep_timeout.to_seconds()
        self.work = WorkQueue(
            self,
            "Work",
            stage=stage,
            redelivery_after=Duration.seconds(timeout * _TIMEOUTS_UNTIL_REDELIVERY),
        )
        self._start("Events", stage, every=stage.sweep_events_every, book="events")
        self._start("Payments", stage, every=stage.sweep_payments_every, book="payments")
        self._start("Parcels", stage, every=stage.sweep_parcels_every, book="parcels")
        self._start("Payouts", stage, every=stage.sweep_payouts_every, book="payouts")

    def functions(
        self,
        *,
        factory: FunctionFactory,
        tables: TenantTables,
        credentials: CredentialsKey,
        inbound: WorkQueue,
    ) -> dict[str, lambda_.Function]:
        """The sweep itself, and what operators ask by hand."""
        environment = {
            "ORDERLOOM_SWEEP_QUEUE_URL": self.work.queue.queue_url,
            "ORDERLOOM_INBOUND_QUEUE_URL": inbound.queue.queue_url,
            "ORDERLOOM_CREDENTIALS_KEY_ID": credentials.key.key_arn,
            "ORDERLOOM_PAYMENTS_BASE_URL": factory.stage.providers.payments,
            "ORDERLOOM_CARRIERS_BASE_URL": factory.stage.providers.carriers,
            "ORDERLOOM_SWEEP_GRACE_SECONDS": str(factory.stage.sweep_grace.to_seconds()),
        }
        made = {
            name: factory.make(name, environment=environment, timeout=factory.stage.sweep_timeout)
            for name in ("sweep_gaps", "examine_connection")
        }
        for function in made.values():
            tables.grant(function, actions=STEP_ACTIONS)
            tables.pooled.grant_platform(
                function, actions=["dynamodb:Query"], keys=[TENANT_LIST], index=ORDERS_INDEX
            )
            credentials.grant_decrypt(function)
            inbound.grant_send(function)
        # It asks carriers too, whose access tokens are sealed as credentials are.
        credentials.grant_encrypt(made["sweep_gaps"])
        self.work.grant_send(made["sweep_gaps"])
        self.work.feed(
            made["sweep_gaps"],
            batches_at_once=factory.stage.concurrency.workflow_batches,
            batch_size=1,
        )
        return made

    def _start(self, name: str, stage: StageSettings, *, every: Duration, book: str) -> None:
        message = {"kind": "sweep_everybody", "book": book}
        events.Rule(
            self,
            name,
            description=f"Reads providers' own records: {book}",
            schedule=events.Schedule.rate(every),
            # On the emulator tests send the message themselves.
            enabled=not stage.emulated,
            targets=[
                targets.SqsQueue(
                    self.work.queue, message=events.RuleTargetInput.from_object(message)
                )
            ],
        )
