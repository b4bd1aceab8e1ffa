"""The functions that react to queues and to the stream, with what each may touch."""

from dataclasses import dataclass
from typing import Final

from aws_cdk import aws_lambda as lambda_

from infra.constructs.archive_bucket import ArchiveBucket
from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.saga import Saga
from infra.constructs.saga_functions import STEP_ACTIONS
from infra.constructs.tenant_tables import TenantTables
from infra.constructs.work_queue import WorkQueue

_APPLY: Final = (*STEP_ACTIONS, "dynamodb:DeleteItem")
_ARCHIVE: Final = (
    "dynamodb:BatchGetItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
)


@dataclass(frozen=True, kw_only=True)
class EventFunctions:
    """Makes the four functions between the queues, the table and the saga."""

    factory: FunctionFactory
    tables: TenantTables
    inbound: WorkQueue
    workflow: WorkQueue
    sweeps: WorkQueue
    archive: ArchiveBucket

    def apply_event(self, *, credentials: CredentialsKey) -> lambda_.Function:
        """Applies inbound events: claim and effect in one transaction.

        It asks carriers about scans that nobody vouches for, and keeps their access tokens.
        """
        function = self.factory.make(
            "apply_event",
            environment={
                **self._archive_environment,
                "ORDERLOOM_SWEEP_QUEUE_URL": self.sweeps.queue.queue_url,
                "ORDERLOOM_CREDENTIALS_KEY_ID": credentials.key.key_arn,
                "ORDERLOOM_CARRIERS_BASE_URL": self.factory.stage.providers.carriers,
            },
            timeout=self.factory.stage.consumer_timeout,
        )
        self.tables.grant(function, actions=_APPLY)
        # A payout is matched when it is told of, by the sweep that would find it anyway.
        self.sweeps.grant_send(function)
        credentials.grant_decrypt(function)
        credentials.grant_encrypt(function)
        self.archive.grant_read(function)
        self.inbound.feed(function, batches_at_once=self.factory.stage.concurrency.inbound_batches)
        return function

    def relay(self) -> lambda_.Function:
        """Hands committed changes to the queues; its feed is the Relay construct."""
        function = self.factory.make(
            "relay",
            environment={
                "ORDERLOOM_INBOUND_QUEUE_URL": self.inbound.queue.queue_url,
                "ORDERLOOM_WORKFLOW_QUEUE_URL": self.workflow.queue.queue_url,
            },
        )
        # It counts rates by the minute, where the tenant's profile says; what it relays it gets
        # from its feed.
        self.tables.grant(function, actions=["dynamodb:GetItem", "dynamodb:UpdateItem"])
        self.inbound.grant_send(function)
        self.workflow.grant_send(function)
        return function

    def archive_order(self) -> lambda_.Function:
        """Archives what time to live deleted; its feed is the Archiver construct."""
        function = self.factory.make("archive_order", environment=self._archive_environment)
        self.tables.grant(function, actions=_ARCHIVE)
        self.archive.grant_read(function)
        self.archive.grant_put(function)
        return function

    @property
    def _archive_environment(self) -> dict[str, str]:
        return {"ORDERLOOM_ARCHIVE_BUCKET": self.archive.bucket.bucket_name}

    def drive_saga(self, *, saga: Saga, credentials: CredentialsKey) -> lambda_.Function:
        """Starts sagas, answers their task tokens, sends refunds; spreads what is hot."""
        function = self.factory.make(
            "drive_saga",
            environment={
                "ORDERLOOM_STATE_MACHINE_ARN": saga.machine.state_machine_arn,
                "ORDERLOOM_CREDENTIALS_KEY_ID": credentials.key.key_arn,
                "ORDERLOOM_PAYMENTS_BASE_URL": self.factory.stage.providers.payments,
                # What waits for a provider goes back there.
                "ORDERLOOM_WORKFLOW_QUEUE_URL": self.workflow.queue.queue_url,
            },
            timeout=self.factory.stage.consumer_timeout,
        )
        self.tables.grant(function, actions=STEP_ACTIONS)
        self.workflow.grant_send(function)
        credentials.grant_decrypt(function)
        saga.grant_drive(function)
        self.workflow.feed(
            function, batches_at_once=self.factory.stage.concurrency.workflow_batches
        )
        return function
