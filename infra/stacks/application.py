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
from infra.constructs.export_bucket import ExportBucket
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.gap_sweep import GapSweep
from infra.constructs.http_api import HttpApi
from infra.constructs.http_functions import HttpFunctions
from infra.constructs.label_bucket import LabelBucket
from infra.constructs.layers import Layers
from infra.constructs.platform_secrets import make_platform_secrets
from infra.constructs.relay import Relay
from infra.constructs.saga import Saga
from infra.constructs.saga_functions import make_saga_functions
from infra.constructs.stock_checks import StockChecks
from infra.constructs.table import Table
from infra.constructs.tenant_tables import TenantTables
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
        self._stage = stage
        self.table = Table(self, "Data", stage=stage)
        self.tables = TenantTables(self, "Isolated", stage=stage, pooled=self.table)
        self.credentials = CredentialsKey(self, "Credentials", stage=stage)
        self.inbound = WorkQueue(self, "Inbound", stage=stage)
        self.workflow = WorkQueue(self, "Workflow", stage=stage)
        self.gap_sweep = GapSweep(self, "GapSweep", stage=stage)
        self.stock_checks = StockChecks(self, "StockChecks", stage=stage)
        self.labels = LabelBucket(self, "Labels", stage=stage)
        self.archive = ArchiveBucket(self, "Archive", stage=stage)
        self.secrets = make_platform_secrets(self, stage=stage)
        self.exports = ExportBucket(self, "Exports", stage=stage)
        factory = self._factory(layers, functions)
        self.saga = self._saga(factory)
        self.api = self._http_api(factory)
        reactions = EventFunctions(
            factory=factory,
            tables=self.tables,
            inbound=self.inbound,
            workflow=self.workflow,
            sweeps=self.gap_sweep.work,
            archive=self.archive,
        )
        self.relays = self._reactions(reactions)
        self.archivers = self._archivers(reactions)
        self.stock_checks.function(factory=factory, tables=self.tables)
        examine = self.gap_sweep.functions(
            factory=factory,
            tables=self.tables,
            credentials=self.credentials,
            inbound=self.inbound,
        )["examine_connection"]
        self._outputs(examine)

    @property
    def dead_letter_queues(self) -> dict[str, sqs.Queue]:
        """Every dead-letter queue, by what did not get through."""
        return {
            "Inbound": self.inbound.dead_letters,
            "Workflow": self.workflow.dead_letters,
            "GapSweep": self.gap_sweep.work.dead_letters,
            "StockChecks": self.stock_checks.work.dead_letters,
            **{name: feed.dead_letters for name, feed in self.relays.items()},
            **{name: feed.dead_letters for name, feed in self.archivers.items()},
        }

    @property
    def functions(self) -> dict[str, lambda_.Function]:
        """Every function, by its construct's name (``ReserveStock``, ...)."""
        return {
            child.node.path.split("/")[-2]: child
            for child in self.node.find_all()
            if isinstance(child, lambda_.Function)
        }

    def _factory(self, layers: LayerFolders, sources: Path) -> FunctionFactory:
        stage = self._stage
        return FunctionFactory(
            scope=self,
            stage=stage,
            sources=sources,
            layers=Layers(self, "Layers", stage=stage, folders=layers).versions,
            environment={
                "ORDERLOOM_STAGE": stage.name,
                "ORDERLOOM_TABLE": self.table.table.table_name,
                "ORDERLOOM_ISOLATED_TABLES": self.tables.names,
                "ORDERLOOM_PROFILE_SECONDS": f"{stage.profile_cache.to_seconds():.0f}",
                "ORDERLOOM_BREAKER_SECONDS": f"{stage.breaker_recovery.to_seconds():.0f}",
            },
        )

    def _saga(self, factory: FunctionFactory) -> Saga:
        steps = make_saga_functions(
            factory=factory,
            tables=self.tables,
            credentials=self.credentials,
            labels=self.labels,
        )
        saga = Saga(self, "Saga", stage=factory.stage, steps=steps)
        saga.let_step_answer("AwaitPayment", steps["await_payment"])
        return saga

    def _http_api(self, factory: FunctionFactory) -> HttpApi:
        make = HttpFunctions(factory=factory, tables=self.tables)
        api = HttpApi(
            self,
            "HttpApi",
            stage=factory.stage,
            authorize=make.authorize(operator_key=self.secrets.operator_key),
        )
        api.receive_webhooks(
            make.ingest_webhook(
                credentials=self.credentials,
                inbound=self.inbound,
                platform=self.secrets.platform_webhooks,
            )
        )
        api.serve(
            "v1",
            make.merchant_api(
                archive=self.archive,
                cursor_key=self.secrets.cursor_key,
                credentials=self.credentials,
                labels=self.labels,
            ),
        )
        api.serve_one("/v1/rates", "Rates", make.quote_rates(credentials=self.credentials))
        api.serve("operator", make.operator_api(credentials=self.credentials))
        return api

    def _reactions(self, make: EventFunctions) -> dict[str, Relay]:
        """A feed of each table's stream, each with its own dead letters."""
        make.apply_event(credentials=self.credentials)
        make.drive_saga(saga=self.saga, credentials=self.credentials)
        stage, function = make.factory.stage, make.relay()
        return {
            f"Relay{suffix}": Relay(
                self, f"RelayFeed{suffix}", stage=stage, table=table, function=function
            )
            for suffix, table in self.tables.by_suffix.items()
        }

    def _archivers(self, make: EventFunctions) -> dict[str, Archiver]:
        """As the relay: one function, a feed of each table's stream."""
        stage, function = make.factory.stage, make.archive_order()
        return {
            f"Archiver{suffix}": Archiver(
                self, f"ArchiverFeed{suffix}", stage=stage, table=table, function=function
            )
            for suffix, table in self.tables.by_suffix.items()
        }

    def _outputs(self, examine: lambda_.Function) -> None:
        for name, value in {
            "ApiId": self.api.api.api_id,
            "ApiUrl": self.api.api.api_endpoint,
            "TableName": self.table.table.table_name,
            "IsolatedTables": self.tables.names,
            "FunctionTimeoutSeconds": f"{self._stage.function_timeout.to_seconds():.0f}",
            "ProfileCacheSeconds": f"{self._stage.profile_cache.to_seconds():.0f}",
            "InboundQueueUrl": self.inbound.queue.queue_url,
            "WorkflowQueueUrl": self.workflow.queue.queue_url,
            "SweepQueueUrl": self.gap_sweep.work.queue.queue_url,
            "ExamineFunctionName": examine.function_name,
            "StockChecksQueueUrl": self.stock_checks.work.queue.queue_url,
            "StateMachineArn": self.saga.machine.state_machine_arn,
            "ExportBucket": self.exports.bucket.bucket_name,
            "LabelBucket": self.labels.bucket.bucket_name,
            "ArchiveBucket": self.archive.bucket.bucket_name,
            "CredentialsKeyArn": self.credentials.key.key_arn,
            "OperatorKeySecretArn": self.secrets.operator_key.arn,
            "PlatformWebhooksSecretArn": self.secrets.platform_webhooks.arn,
        }.items():
            CfnOutput(self, name, value=value)
