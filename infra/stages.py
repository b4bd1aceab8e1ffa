"""What differs between local, dev and prod: typed values, and nothing else."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from aws_cdk import Duration, RemovalPolicy
from aws_cdk.aws_logs import RetentionDays

from infra.providers import Providers


class StageName(StrEnum):
    """The stages there are; each can be deployed beside the others in one account."""

    LOCAL = "local"
    DEV = "dev"
    PROD = "prod"


@dataclass(frozen=True, kw_only=True)
class Concurrency:
    """How many copies of a function may run at once; None is the account's limit.

    The emulator starts a process for each (0.4 s of CPU), so the local stage
    is tight where a queue or a retry absorbs the wait.
    """

    inbound_batches: int
    workflow_batches: int
    saga_steps: int | None
    http_functions: int | None


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """One stage. Durations are CDK durations, memory is MiB, money is USD a month."""

    name: StageName
    emulated: bool
    """Deployed on MiniStack: layers for this host, no guard-rails stack."""
    tls_only: bool
    """Queues and buckets refuse plain HTTP."""
    removal_policy: RemovalPolicy
    deletion_protection: bool
    log_retention: RetentionDays
    log_level: str
    memory_mib: int
    door_memory_mib: int
    """Memory of ingest_webhook: more memory is more CPU, and a quicker answer."""
    tracing: bool
    throttle_rate_per_second: int
    throttle_burst: int
    concurrency: Concurrency
    redelivery_after: Duration
    """Visibility timeout of the work queues; at least six function timeouts on AWS.

    What nobody could use does not wait for it (adapters/sqs_batch.py).
    """
    deliveries_before_dlq: int
    """Enough to outlast a broken deployment."""
    function_timeout: Duration
    consumer_timeout: Duration
    """Of functions that a queue feeds; never longer than ``redelivery_after``."""
    sweep_timeout: Duration
    """Of the functions that read a provider's own record."""
    sweep_grace: Duration
    """How long a webhook may be on its way before the sweep calls it missing."""
    sweep_events_every: Duration
    sweep_payments_every: Duration
    sweep_payouts_every: Duration
    sweep_parcels_every: Duration
    reconcile_timeout: Duration
    """Of the function that counts a tenant's stock."""
    relay_max_age: Duration
    """How long the relay tries a stream record before it goes to the relay's DLQ."""
    label_retention: Duration
    archive_glacier_after: Duration
    """When an archived order goes to cheaper storage (no sooner than 90 days pays)."""
    profile_cache: Duration
    """How long functions keep a tenant's profile; moving a tenant waits that long."""
    breaker_recovery: Duration
    """How long a provider that does not answer is left alone before one call is tried."""
    secret_cache: Duration
    """How long the door keeps signing secrets, so how long a retired one may be accepted."""
    export_retention: Duration
    """How long an export of a tenant can be fetched."""
    monthly_budget_usd: int | None
    alarm_email: str | None = None
    isolated_tables: tuple[str, ...] = ()
    """Names of the tables beside the pooled one, for tenants that have one of their own."""
    providers: Providers = field(default_factory=Providers)


def local(*, simulator_url: str) -> StageSettings:
    """The emulator on this machine."""
    return StageSettings(
        name=StageName.LOCAL,
        emulated=True,
        tls_only=False,
        removal_policy=RemovalPolicy.DESTROY,
        deletion_protection=False,
        log_retention=RetentionDays.ONE_DAY,
        log_level="INFO",
        memory_mib=512,
        door_memory_mib=512,
        tracing=False,
        throttle_rate_per_second=2000,
        throttle_burst=2000,
        concurrency=Concurrency(
            inbound_batches=2, workflow_batches=2, saga_steps=4, http_functions=None
        ),
        # Longer than the consumer's limit: it begins to run before a cold start does.
        redelivery_after=Duration.seconds(15),
        deliveries_before_dlq=5,
        consumer_timeout=Duration.seconds(10),
        sweep_timeout=Duration.seconds(30),
        sweep_grace=Duration.seconds(1),
        sweep_events_every=Duration.minutes(15),
        sweep_payments_every=Duration.minutes(10),
        sweep_payouts_every=Duration.hours(6),
        sweep_parcels_every=Duration.minutes(15),
        # Short, as moving a tenant waits for requests under way: what is refused meanwhile
        # comes again `deliveries_before_dlq` times.
        function_timeout=Duration.seconds(15),
        reconcile_timeout=Duration.seconds(30),
        relay_max_age=Duration.minutes(5),
        label_retention=Duration.days(1),
        archive_glacier_after=Duration.days(90),
        profile_cache=Duration.seconds(5),
        breaker_recovery=Duration.seconds(3),
        secret_cache=Duration.seconds(10),
        export_retention=Duration.days(1),
        isolated_tables=("silo-a", "silo-b"),
        monthly_budget_usd=None,
        providers=Providers.simulated(simulator_url),
    )


def dev() -> StageSettings:
    """A shared AWS account for development: everything can be thrown away."""
    return StageSettings(
        name=StageName.DEV,
        emulated=False,
        tls_only=True,
        removal_policy=RemovalPolicy.DESTROY,
        deletion_protection=False,
        log_retention=RetentionDays.ONE_WEEK,
        log_level="INFO",
        memory_mib=512,
        door_memory_mib=512,
        tracing=True,
        throttle_rate_per_second=100,
        throttle_burst=200,
        concurrency=Concurrency(
            inbound_batches=5, workflow_batches=5, saga_steps=None, http_functions=None
        ),
        redelivery_after=Duration.minutes(3),
        deliveries_before_dlq=5,
        consumer_timeout=Duration.seconds(30),
        function_timeout=Duration.seconds(30),
        sweep_timeout=Duration.minutes(5),
        sweep_grace=Duration.minutes(5),
        sweep_events_every=Duration.minutes(15),
        sweep_payments_every=Duration.minutes(10),
        sweep_payouts_every=Duration.hours(6),
        sweep_parcels_every=Duration.minutes(15),
        reconcile_timeout=Duration.minutes(5),
        relay_max_age=Duration.hours(6),
        label_retention=Duration.days(30),
        archive_glacier_after=Duration.days(90),
        profile_cache=Duration.minutes(1),
        breaker_recovery=Duration.seconds(30),
        secret_cache=Duration.minutes(1),
        export_retention=Duration.days(7),
        monthly_budget_usd=50,
    )


def prod() -> StageSettings:
    """Production: as `dev`, but kept on removal, protected from deletion, wide open to bursts."""
    return replace(
        dev(),
        name=StageName.PROD,
        removal_policy=RemovalPolicy.RETAIN,
        deletion_protection=True,
        log_retention=RetentionDays.THREE_MONTHS,
        memory_mib=1024,
        door_memory_mib=1024,
        throttle_rate_per_second=5000,
        throttle_burst=10000,
        concurrency=Concurrency(
            inbound_batches=200, workflow_batches=100, saga_steps=None, http_functions=None
        ),
        relay_max_age=Duration.hours(20),
        label_retention=Duration.days(400),
        monthly_budget_usd=1000,
    )
