"""A queue with its dead-letter queue."""

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge_plain_http
from infra.stages import StageSettings

_LONGEST_RETENTION = Duration.days(14)


class DeadLetterQueue(Construct):
    """Where messages wait for an operator: encrypted, TLS only, kept for 14 days."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=stage.tls_only,
            retention_period=_LONGEST_RETENTION,
            removal_policy=stage.removal_policy,
        )
        acknowledge_plain_http(self.queue, stage=stage, rule="SQS4")


class WorkQueue(Construct):
    """A standard queue; fair between tenants, because senders set MessageGroupId."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        redelivery_after: Duration | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self.dead_letters = DeadLetterQueue(self, "DeadLetters", stage=stage).queue
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=stage.tls_only,
            retention_period=_LONGEST_RETENTION,
            visibility_timeout=redelivery_after or stage.redelivery_after,
            removal_policy=stage.removal_policy,
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.dead_letters, max_receive_count=stage.deliveries_before_dlq
            ),
        )
        acknowledge_plain_http(self.queue, stage=stage, rule="SQS4")

    def grant_send(self, grantee: iam.IGrantable) -> None:
        """Allow sending, one message or several, and nothing else."""
        self.queue.grant(grantee, "sqs:SendMessage")
        if self._stage.emulated:
            # On AWS the action above covers batches; MiniStack 1.5 asks for its own.
            self.queue.grant(grantee, "sqs:SendMessageBatch")

    def feed(
        self, function: lambda_.Function, *, batches_at_once: int, batch_size: int = 10
    ) -> None:
        """Have a function consume the queue, with partial failure of a batch."""
        iam.Grant.add_to_principal(
            grantee=function,
            actions=[
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage",
            ],
            resource_arns=[self.queue.queue_arn],
        )
        function.add_environment("ORDERLOOM_FEED_QUEUE_URL", self.queue.queue_url)
        lambda_.EventSourceMapping(
            self,
            "Feed",
            target=function,
            event_source_arn=self.queue.queue_arn,
            batch_size=batch_size,
            max_concurrency=batches_at_once,
            report_batch_item_failures=True,
        )
