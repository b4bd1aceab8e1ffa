"""The monthly budget."""

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.stages import StageSettings

_WARN_AT_PERCENT = (80, 100)


class MonthlyBudget(Construct):
    """Says so when the account's actual or forecast cost passes the stage's budget."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, topic: sns.Topic
    ) -> None:
        super().__init__(scope, construct_id)
        topic.grant_publish(iam.ServicePrincipal("budgets.amazonaws.com"))
        subscriber = budgets.CfnBudget.SubscriberProperty(
            address=topic.topic_arn, subscription_type="SNS"
        )
        budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(
                    amount=stage.monthly_budget_usd or 0, unit="USD"
                ),
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        comparison_operator="GREATER_THAN",
                        notification_type=kind,
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[subscriber],
                )
                for kind, percent in zip(
                    ("FORECASTED", "ACTUAL"), reversed(_WARN_AT_PERCENT), strict=True
                )
            ],
        )
