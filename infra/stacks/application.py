"""The application stack: the same resources on the emulator and on AWS."""

from pathlib import Path

from aws_cdk import CfnOutput, CliCredentialsStackSynthesizer, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.archive_bucket import ArchiveBucket
from infra.constructs.archiver import Archiver
from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.event_functions import EventFunctions
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.http_api import HttpApi
from infra.constructs.http_functions import HttpFunctions
from infra.constructs.label_bucket import LabelBucket
from infra.constructs.layers import Layers
from infra.constructs.operator_key import OperatorKey
from infra.constructs.relay import Relay
from infra.constructs.saga import Saga
from infra.constructs.saga_functions import make_saga_functions
from infra.constructs.table import Table
from infra.constructs.work_queue import WorkQueue
from infra.packaging.layers import LayerFolders
from infra.stages import StageSettings


class ApplicationStack(Stack):
    """Wires constructs together; what needs watching is exposed for the guard-rails."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        layers: LayerFolders,
        functions: Path,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            stack_name=f"{construct_id}-{stage.name}",
            description=f"Orderloom ({stage.name}): order, payment, shipping",
            # The deployer's own credentials: no roles to bootstrap and assume,
            # on AWS as on the emulator.
            synthesizer=CliCredentialsStackSynthesizer(),
            termination_protection=stage.deletion_protection,
        )
        self.table = Table(self, "Data", stage=stage)
        self.credentials = CredentialsKey(self, "Credentials", stage=stage)
        self.inbound = WorkQueue(self, "Inbound", stage=stage)
        self.workflow = WorkQueue(self, "Workflow", stage=stage)
        self.labels = LabelBucket(self, "Labels", stage=stage)
        self.archive = ArchiveBucket(self, "Archive", stage=stage)
        self.operator_key = OperatorKey(self, "OperatorKey", stage=stage)
        factory = FunctionFactory(
            scope=self,
            stage=stage,
            sources=functions,
            layers=Layers(self, "Layers", stage=stage, folders=layers).versions,
            environment={
                "ORDERLOOM_STAGE": stage.name,
                "ORDERLOOM_TABLE": self.table.table.table_name,
            },
        )
        self.saga = self._saga(factory)
        self.api = self._http_api(factory)
        reactions = EventFunctions(
            factory=factory,
            table=self.table,
            inbound=self.inbound,
            workflow=self.workflow,
            archive=self.archive,
        )
        self.relay = self._reactions(reactions)
        self.archiver = self._archiver(reactions)
        self._outputs()

    @property
    def dead_letter_queues(self) -> dict[str, sqs.Queue]:
        """Every dead-letter queue, by what did not get through."""
        return {
            "Inbound": self.inbound.dead_letters,
            "Workflow": self.workflow.dead_letters,
            "Relay": self.relay.dead_letters,
            "Archiver": self.archiver.dead_letters,
        }

    @property
    def functions(self) -> dict[str, lambda_.Function]:
        """Every function, by its construct's name (``ReserveStock``, ...)."""
        return {
            child.node.path.split("/")[-2]: child
            for child in self.node.find_all()
            if isinstance(child, lambda_.Function)
        }

    def _saga(self, factory: FunctionFactory) -> Saga:
        steps = make_saga_functions(
            factory=factory,
            table=self.table,
            credentials=self.credentials,
            labels=self.labels,
        )
        saga = Saga(self, "Saga", stage=factory.stage, steps=steps)
        saga.let_step_answer("AwaitPayment", steps["await_payment"])
        return saga

    def _http_api(self, factory: FunctionFactory) -> HttpApi:
        make = HttpFunctions(factory=factory, table=self.table)
        api = HttpApi(
            self,
            "HttpApi",
            stage=factory.stage,
            authorize=make.authorize(operator_key=self.operator_key),
        )
        api.receive_webhooks(
            make.ingest_webhook(credentials=self.credentials, inbound=self.inbound)
        )
        api.serve("v1", make.merchant_api(archive=self.archive))
        api.serve("operator", make.operator_api(credentials=self.credentials))
        return api

    def _reactions(self, make: EventFunctions) -> Relay:
        make.apply_event()
        make.drive_saga(saga=self.saga)
        return Relay(
            self, "RelayFeed", stage=make.factory.stage, table=self.table, function=make.relay()
        )

    def _archiver(self, make: EventFunctions) -> Archiver:
        return Archiver(
            self,
            "ArchiverFeed",
            stage=make.factory.stage,
            table=self.table,
            function=make.archive_order(),
        )

    def _outputs(self) -> None:
        for name, value in {
            "ApiId": self.api.api.api_id,
            "ApiUrl": self.api.api.api_endpoint,
            "TableName": self.table.table.table_name,
            "InboundQueueUrl": self.inbound.queue.queue_url,
            "WorkflowQueueUrl": self.workflow.queue.queue_url,
            "StateMachineArn": self.saga.machine.state_machine_arn,
            "LabelBucket": self.labels.bucket.bucket_name,
            "ArchiveBucket": self.archive.bucket.bucket_name,
            "CredentialsKeyArn": self.credentials.key.key_arn,
            "OperatorKeySecretArn": self.operator_key.arn,
        }.items():
            CfnOutput(self, name, value=value)
