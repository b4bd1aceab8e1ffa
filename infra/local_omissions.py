"""What the local stage leaves out, all of it; tests/infra holds the list.

Names are logical ids without the hash CDK appends.
"""

from typing import Final

# MiniStack serves plain HTTP on loopback and enforces aws:SecureTransport, so
# policies that refuse plain HTTP would refuse everything.
TLS_ONLY_POLICIES: Final = {
    "InboundDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "InboundQueuePolicy": "AWS::SQS::QueuePolicy",
    "WorkflowDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "WorkflowQueuePolicy": "AWS::SQS::QueuePolicy",
    "GapSweepWorkDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "StockChecksWorkDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "RelayFeedDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "ArchiverFeedDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "ArchiverFeedSiloADeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "ArchiverFeedSiloBDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "ArchiveBucketPolicy": "AWS::S3::BucketPolicy",
    "RelayFeedSiloADeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "RelayFeedSiloBDeadLettersQueuePolicy": "AWS::SQS::QueuePolicy",
    "ExportsBucketPolicy": "AWS::S3::BucketPolicy",
    "LabelsBucketPolicy": "AWS::S3::BucketPolicy",
}

_WATCHED_FUNCTIONS: Final = (
    "ApplyEvent",
    "ArchiveOrder",
    "ArrangeShipping",
    "Authorize",
    "AwaitPayment",
    "DriveSaga",
    "ExamineConnection",
    "IngestWebhook",
    "MerchantApi",
    "OpenTask",
    "OperatorApi",
    "QuoteRates",
    "RefundPayment",
    "ReconcileStock",
    "Relay",
    "ReleaseStock",
    "ReserveStock",
    "SweepGaps",
    "VoidLabel",
)
_OTHER_ALARMS: Final = (
    "ArchiverBehind",
    "ArchiverDeadLetters",
    "ArchiverSiloADeadLetters",
    "ArchiverSiloBDeadLetters",
    "ExpiredNotCounted",
    "ExpiredNotEnded",
    "ConnectionBlocked",
    "ConnectionDeauthorised",
    "GapSweepDeadLetters",
    "InboundBacklog",
    "InboundDeadLetters",
    "ParkedEventsExpired",
    "RelayBehind",
    "RelayDeadLetters",
    "RelaySiloADeadLetters",
    "RelaySiloBDeadLetters",
    "SagaFailures",
    "SagaThrottles",
    "SweepPayoutsUnexplained",
    "SweepSilent",
    "SweepUnreadable",
    "StockChecksDeadLetters",
    "StockDrift",
    "WorkflowBacklog",
    "WorkflowDeadLetters",
)

# The whole guard-rails stack: MiniStack 1.5 knows no composite alarms, budgets
# or sampling rules, and nobody watches a laptop.
GUARD_RAILS: Final = {
    **{
        f"Alarms{function}{what}": "AWS::CloudWatch::Alarm"
        for function in _WATCHED_FUNCTIONS
        for what in ("Errors", "Throttles")
    },
    **{f"Alarms{name}": "AWS::CloudWatch::Alarm" for name in _OTHER_ALARMS},
    "AlarmsUnhealthy": "AWS::CloudWatch::CompositeAlarm",
    "AlarmsKey": "AWS::KMS::Key",
    "AlarmsTopic": "AWS::SNS::Topic",
    "AlarmsTopicPolicy": "AWS::SNS::TopicPolicy",
    "Budget": "AWS::Budgets::Budget",
    "TraceSamplingRule": "AWS::XRay::SamplingRule",
}
