"""Alarms, all of them combined into one that tells a person."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.stages import StageSettings

_OLDEST_MESSAGE_SECONDS = 300
_RELAY_BEHIND_MS = 60_000
_ARCHIVER_BEHIND_MS = 3_600_000
_EXPIRIES = {
    "ExpiredNotEnded": "archive.not_ended",
    "ExpiredNotCounted": "archive.not_counted",
    "ParkedEventsExpired": "parked_event_expired.unclaimed",
}
_MINUTE = Duration.minutes(1)
_SWEEP_PERIOD = Duration.minutes(15)


class Alarms(Construct):
    """Exposes ``topic``; call ``combine`` after everything is watched."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        self._alarms: list[cloudwatch.IAlarm] = []
        self.topic = self._make_topic(stage)

    def watch_dead_letters(self, name: str, queue: sqs.Queue) -> None:
        """One message in a dead-letter queue is one too many."""
        self._alarm(
            f"{name}DeadLetters",
            queue.metric_approximate_number_of_messages_visible(period=_MINUTE, statistic="max"),
            threshold=0,
        )

    def watch_backlog(self, name: str, queue: sqs.Queue) -> None:
        """Age, not depth: a burst is no failure while it drains."""
        self._alarm(
            f"{name}Backlog",
            queue.metric_approximate_age_of_oldest_message(period=_MINUTE, statistic="max"),
            threshold=_OLDEST_MESSAGE_SECONDS,
        )

    def watch_function(self, name: str, function: lambda_.Function) -> None:
        """Errors nobody retried away, and throttling."""
        self._alarm(f"{name}Errors", function.metric_errors(period=_MINUTE), threshold=0, minutes=3)
        self._alarm(
            f"{name}Throttles", function.metric_throttles(period=_MINUTE), threshold=0, minutes=3
        )

    def watch_relay(self, function: lambda_.Function) -> None:
        """The relay falls behind: commits are not being reacted to."""
        self._alarm(
            "RelayBehind",
            function.metric("IteratorAge", period=_MINUTE, statistic="max"),
            threshold=_RELAY_BEHIND_MS,
        )

    def watch_archiver(self, function: lambda_.Function) -> None:
        """Falls behind; was handed an order that had not ended; a webhook found no order."""
        self._alarm(
            "ArchiverBehind",
            function.metric("IteratorAge", period=_MINUTE, statistic="max"),
            threshold=_ARCHIVER_BEHIND_MS,
        )
        for name, metric in _EXPIRIES.items():
            counted = cloudwatch.Metric(
                namespace="Orderloom",
                metric_name=metric,
                dimensions_map={"service": "archive_order"},
                period=_MINUTE,
                statistic="sum",
            )
            self._alarm(name, counted, threshold=0)

    def watch_saga(self, machine: stepfunctions.StateMachine) -> None:
        """A failed execution is an order that needs a person."""
        self._alarm("SagaFailures", machine.metric_failed(period=_MINUTE), threshold=0)
        self._alarm("SagaThrottles", machine.metric_throttled(period=_MINUTE), threshold=0)

    def watch_sweep(self) -> None:
        """Webhooks that do not arrive, records nobody can read; docs/runbooks/gap-sweep.md."""
        for name, figure, periods in (
            ("Silent", "silent", 1),
            ("Unreadable", "unreadable", 3),
            ("PayoutsUnexplained", "payouts_unexplained", 1),
        ):
            found = cloudwatch.Metric(
                namespace="Orderloom",
                metric_name=f"sweep.{figure}",
                dimensions_map={"service": "sweep_gaps"},
                period=_SWEEP_PERIOD,
                statistic="sum",
            )
            self._alarm(f"Sweep{name}", found, threshold=0, minutes=periods)

    def watch_connections(self) -> None:
        """A merchant took our access back, or its provider lets it charge no more."""
        for name, state in (("Deauthorised", "deauthorised"), ("Blocked", "blocked")):
            counted = cloudwatch.Metric(
                namespace="Orderloom",
                metric_name=f"connection.{state}",
                dimensions_map={"service": "apply_event"},
                period=_MINUTE,
                statistic="sum",
            )
            self._alarm(f"Connection{name}", counted, threshold=0)

    def watch_stock(self) -> None:
        """Units that neither sales nor the hourly repair explain; docs/runbooks/stock-drift.md."""
        left = cloudwatch.Metric(
            namespace="Orderloom",
            metric_name="stock.drift_units_left",
            dimensions_map={"service": "reconcile_stock"},
            period=_MINUTE,
            statistic="max",
        )
        self._alarm("StockDrift", left, threshold=0)

    def combine(self) -> None:
        """One notification for an incident, not one for each of its symptoms."""
        combined = cloudwatch.CompositeAlarm(
            self,
            "Unhealthy",
            alarm_description="Orderloom needs a person; see docs/runbooks",
            alarm_rule=cloudwatch.AlarmRule.any_of(*self._alarms),
        )
        combined.add_alarm_action(actions.SnsAction(self.topic))

    def _alarm(
        self, construct_id: str, metric: cloudwatch.Metric, *, threshold: int, minutes: int = 1
    ) -> None:
        self._alarms.append(
            metric.create_alarm(
                self,
                construct_id,
                threshold=threshold,
                evaluation_periods=minutes,
                comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )

    def _make_topic(self, stage: StageSettings) -> sns.Topic:
        key = kms.Key(
            self,
            "Key",
            description="Encrypts notifications",
            enable_key_rotation=True,
            removal_policy=stage.removal_policy,
        )
        for service in ("cloudwatch", "budgets"):
            key.grant_encrypt_decrypt(iam.ServicePrincipal(f"{service}.amazonaws.com"))
        topic = sns.Topic(self, "Topic", master_key=key, enforce_ssl=True)
        if stage.alarm_email is not None:
            topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_email))
        return topic
