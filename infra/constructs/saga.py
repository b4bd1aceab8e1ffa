"""The saga's state machine: its role, its log, and who may speak to it."""

import json
from collections.abc import Mapping

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.saga_definition import saga_definition
from infra.stages import StageSettings


class Saga(Construct):
    """Exposes ``machine``. ``steps`` maps each step's name to its function."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        steps: Mapping[str, lambda_.Function],
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"],
                resources=[function.function_arn for function in steps.values()],
            )
        )
        definition = saga_definition(
            functions={name: function.function_arn for name, function in steps.items()},
        )
        self.machine = stepfunctions.StateMachine(
            self,
            "Machine",
            # Not the CDK's to_json_string: it drops nulls, and a ResultPath of
            # null keeps the input. ARNs are tokens, resolved within the text.
            definition_body=stepfunctions.DefinitionBody.from_string(json.dumps(definition)),
            role=role,
            removal_policy=stage.removal_policy,
            logs=stepfunctions.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "Log",
                    retention=stage.log_retention,
                    removal_policy=stage.removal_policy,
                ),
                level=stepfunctions.LogLevel.ERROR,
            ),
        )
        self._acknowledge_findings(role)

    def grant_drive(self, grantee: iam.IGrantable) -> None:
        """Allow starting executions and answering their task tokens."""
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["states:StartExecution"],
            resource_arns=[self.machine.state_machine_arn],
        )
        grantee.grant_principal.add_to_principal_policy(self._answering())
        self._acknowledge_emulator(grantee.grant_principal)

    def let_step_answer(self, name: str, step: lambda_.Function) -> None:
        """Allow one of the saga's own steps to answer the token it was given.

        A policy beside the role, not in it: the machine waits for the function,
        and the function waits for its role's own policy, which names the machine.
        """
        policy = iam.Policy(self, f"{name}Answers", statements=[self._answering()])
        if step.role is not None:
            policy.attach_to_role(step.role)
        self._acknowledge_emulator(policy)

    def _answering(self) -> iam.PolicyStatement:
        # AWS evaluates an answer on the state machine; MiniStack 1.5 on "*".
        resource = "*" if self._stage.emulated else self.machine.state_machine_arn
        return iam.PolicyStatement(
            actions=["states:SendTaskFailure", "states:SendTaskSuccess"], resources=[resource]
        )

    def _acknowledge_emulator(self, holder: Construct | iam.IPrincipal) -> None:
        if self._stage.emulated:
            acknowledge(
                holder,
                rule="IAM5[Resource::*]",
                reason="The emulator evaluates task answers on no narrower resource; other "
                "stages name the state machine.",
            )

    def _acknowledge_findings(self, role: iam.Role) -> None:
        acknowledge(
            self.machine,
            rule="SF1",
            reason="Every step's outcome is in the order's timeline; logging all events of all "
            "executions would cost more than the functions they log.",
        )
        acknowledge(
            self.machine,
            rule="SF2",
            reason="Steps are traced in their functions, sampled; tracing every transition "
            "would cost a fifth of the transition itself.",
        )
        acknowledge(
            role,
            rule="IAM5[Resource::*]",
            reason="The log delivery actions a state machine needs know no resources.",
        )
