"""The functions behind the HTTP API, with what each may touch."""

from dataclasses import dataclass

from aws_cdk import aws_lambda as lambda_

from infra.constructs.archive_bucket import ArchiveBucket
from infra.constructs.credentials_key import CredentialsKey
from infra.constructs.function_factory import FunctionFactory
from infra.constructs.generated_secret import GeneratedSecret
from infra.constructs.label_bucket import LabelBucket
from infra.constructs.saga_functions import STEP_ACTIONS
from infra.constructs.table import API_KEYS, DIRECTORY, PLATFORM_ACCOUNTS, SWITCHES
from infra.constructs.tenant_tables import TenantTables
from infra.constructs.work_queue import WorkQueue


@dataclass(frozen=True, kw_only=True)
class HttpFunctions:
    """Makes the five functions that API Gateway calls.

    All but the merchants' two read and write the tenant directory only: the pooled table.
    """

    factory: FunctionFactory
    tables: TenantTables

    def ingest_webhook(
        self, *, credentials: CredentialsKey, inbound: WorkQueue, platform: GeneratedSecret
    ) -> lambda_.Function:
        """The door: reads a tenant's signing secrets or the platform's, sends to one queue."""
        function = self.factory.make(
            "ingest_webhook",
            environment={
                "ORDERLOOM_INBOUND_QUEUE_URL": inbound.queue.queue_url,
                "ORDERLOOM_CREDENTIALS_KEY_ID": credentials.key.key_arn,
                "ORDERLOOM_SHIPSTATION_JWKS_URL": self.factory.stage.providers.shipstation_jwks,
                "ORDERLOOM_SECRETS_SECONDS": self._secrets_seconds,
                "ORDERLOOM_PLATFORM_SECRET_ID": platform.arn,
            },
            memory_mib=self.factory.stage.door_memory_mib,
            reserved_concurrency=self.factory.stage.concurrency.http_functions,
        )
        # Anybody may name a tenant here: no session is made for one that only claims to be.
        self.tables.pooled.grant_platform(
            function,
            actions=["dynamodb:GetItem"],
            keys=[DIRECTORY, PLATFORM_ACCOUNTS],
            attributes=["PK", "SK", "signing_secrets", "owner"],
        )
        platform.grant_read(function)
        credentials.grant_decrypt(function)
        inbound.grant_send(function)
        return function

    def authorize(self, *, operator_key: GeneratedSecret) -> lambda_.Function:
        """The authorizer: API key to tenant, operator key to operator."""
        function = self._make("authorize", ORDERLOOM_OPERATOR_KEY_SECRET_ID=operator_key.arn)
        self.tables.pooled.grant_platform(function, actions=["dynamodb:GetItem"], keys=[API_KEYS])
        operator_key.grant_read(function)
        return function

    def merchant_api(
        self,
        *,
        archive: ArchiveBucket,
        cursor_key: GeneratedSecret,
        credentials: CredentialsKey,
        labels: LabelBucket,
    ) -> lambda_.Function:
        """The merchants' API: reads orders that left the table; stores credentials, reads none."""
        function = self._make(
            "merchant_api",
            ORDERLOOM_ARCHIVE_BUCKET=archive.bucket.bucket_name,
            ORDERLOOM_CURSOR_KEY_SECRET_ID=cursor_key.arn,
            ORDERLOOM_CREDENTIALS_KEY_ID=credentials.key.key_arn,
            ORDERLOOM_SECRETS_SECONDS=self._secrets_seconds,
            ORDERLOOM_LABEL_BUCKET=labels.bucket.bucket_name,
        )
        self.tables.grant(function, actions=STEP_ACTIONS)
        archive.grant_read(function)
        cursor_key.grant_read(function)
        credentials.grant_encrypt(function)
        labels.grant_get(function)
        return function

    def quote_rates(self, *, credentials: CredentialsKey) -> lambda_.Function:
        """One address of the merchants' API, apart from the others as it reads credentials."""
        function = self._make(
            "quote_rates",
            ORDERLOOM_CREDENTIALS_KEY_ID=credentials.key.key_arn,
            ORDERLOOM_CARRIERS_BASE_URL=self.factory.stage.providers.carriers,
        )
        self.tables.grant(function, actions=STEP_ACTIONS)
        credentials.grant_decrypt(function)
        credentials.grant_encrypt(function)  # access tokens are sealed as credentials are
        return function

    def operator_api(self, *, credentials: CredentialsKey) -> lambda_.Function:
        """The operators' API: may store credentials, never read them."""
        function = self._make(
            "operator_api",
            ORDERLOOM_CREDENTIALS_KEY_ID=credentials.key.key_arn,
            ORDERLOOM_SECRETS_SECONDS=self._secrets_seconds,
        )
        self.tables.grant(function, actions=STEP_ACTIONS)
        # A tenant and its API key are registered together, and the key is no tenant's.
        self.tables.pooled.grant_platform(
            function, actions=["dynamodb:PutItem"], keys=[API_KEYS, DIRECTORY]
        )
        # Whose the accounts are that the platform's own webhook endpoint hears of.
        self.tables.pooled.grant_platform(
            function, actions=["dynamodb:GetItem", "dynamodb:PutItem"], keys=[PLATFORM_ACCOUNTS]
        )
        self.tables.pooled.grant_platform(
            function, actions=["dynamodb:GetItem", "dynamodb:PutItem"], keys=[SWITCHES]
        )
        credentials.grant_encrypt(function)
        return function

    @property
    def _secrets_seconds(self) -> str:
        return f"{self.factory.stage.secret_cache.to_seconds():.0f}"

    def _make(self, name: str, **environment: str) -> lambda_.Function:
        return self.factory.make(
            name,
            environment=environment,
            reserved_concurrency=self.factory.stage.concurrency.http_functions,
        )
