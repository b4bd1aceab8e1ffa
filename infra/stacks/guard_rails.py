"""What watches the application on AWS; the emulator has none of these services."""

from aws_cdk import CliCredentialsStackSynthesizer, Stack
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.budget import MonthlyBudget
from infra.constructs.trace_sampling import TraceSampling
from infra.stacks.application import ApplicationStack
from infra.stages import StageSettings


class GuardRailsStack(Stack):
    """Alarms, the budget and the sampling rule of one deployed application."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        application: ApplicationStack,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            stack_name=f"{construct_id}-{stage.name}",
            description=f"Orderloom ({stage.name}): alarms, budget, trace sampling",
            synthesizer=CliCredentialsStackSynthesizer(),
        )
        alarms = Alarms(self, "Alarms", stage=stage)
        for name, queue in application.dead_letter_queues.items():
            alarms.watch_dead_letters(name, queue)
        for name, work in (("Inbound", application.inbound), ("Workflow", application.workflow)):
            alarms.watch_backlog(name, work.queue)
        for name, function in application.functions.items():
            alarms.watch_function(name, function)
        alarms.watch_relay(application.functions["Relay"])
        alarms.watch_archiver(application.functions["ArchiveOrder"])
        alarms.watch_saga(application.saga.machine)
        alarms.watch_sweep()
        alarms.watch_connections()
        alarms.watch_stock()
        alarms.combine()
        MonthlyBudget(self, "Budget", stage=stage, topic=alarms.topic)
        TraceSampling(self, "TraceSampling", stage=stage)
