"""How many requests are traced."""

from aws_cdk import aws_xray as xray
from constructs import Construct

from infra.stages import StageSettings

_ONE_IN_A_HUNDRED = 0.01


class TraceSampling(Construct):
    """One request a second and one in a hundred beyond it: enough to see, little to pay."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        xray.CfnSamplingRule(
            self,
            "Rule",
            sampling_rule=xray.CfnSamplingRule.SamplingRuleProperty(
                rule_name=f"orderloom-{stage.name}",
                priority=100,
                reservoir_size=1,
                fixed_rate=_ONE_IN_A_HUNDRED,
                host="*",
                http_method="*",
                resource_arn="*",
                service_name=f"Orderloom-{stage.name}*",
                service_type="*",
                url_path="*",
                version=1,
            ),
        )
