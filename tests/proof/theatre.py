"""The deployed stack with wires on all sides, and many orders on it at the same time."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from orderloom_cli.local import LocalEnvironment
from tests.e2e.world import Merchant, World
from tests.proof.checker.evidence import Violation
from tests.proof.checker.rules import violations
from tests.proof.gather import evidence_of, executions
from tests.proof.operator import Operator
from tests.proof.packaged import PackagedCode
from tests.proof.patience import awaited, patiently
from tests.proof.stage import PATIENCE_SECONDS, Stage, act
from tests.proof.table import Table
from tests.proof.trial import Trial
from tests.proof.wire import Wire

_SAGA_WAITS = 0.05
_REDELIVERY_WAITS = 0.2
_WEBHOOK_WAITS = 0.0003
"""Waits between retries of sagas, of the providers and of messages that a function failed at are
shortened; no time limit is, nor how often anything is tried."""

_QUIET_LOOKS = 4
_SECOND_LOOK = 20.0


@dataclass
class Theatre:
    """`at_once`: orders on stage at the same time; `patience`: seconds without a call until one
    counts as stuck; `settling`: as many until nothing moves any more."""

    wire: Wire
    world: World
    table: Table
    operator: Operator
    at_once: int = 6
    patience: float = PATIENCE_SECONDS
    settling: float = PATIENCE_SECONDS

    def play(self, trials: Sequence[Trial]) -> list[Violation]:
        """Tell all stories, wait until nothing moves any more, and check what is there.

        What breaks no promise any more after a while broke none: the queues were empty for a
        moment, and whoever was to go on was about to start.
        """
        pool = ThreadPoolExecutor(self.at_once)
        try:
            list(pool.map(self._tell, trials))
        finally:
            # Ctrl-C waits for nobody: stories end with the environment they are told in.
            pool.shutdown(wait=False, cancel_futures=True)
        self._settle(trials)
        found = self._check(trials)
        if found and self.settling >= PATIENCE_SECONDS:
            awaited(lambda: None, lambda _: False, _SECOND_LOOK, lambda: self._moved(trials))
            self._settle(trials)
            found = self._check(trials)
        self.wire.watch.offences.clear()
        return found

    def _tell(self, trial: Trial) -> None:
        # A new one each time: workers that were killed may just have been chosen to serve it.
        trial.merchant = patiently(lambda: self.world.merchant(**trial.flow.settings))
        self.wire.tenants.add(trial.tenant_id, trial.merchant.api_key)
        self.wire.begin(trial.tenant_id, trial.troubles)
        for rule in trial.troubles.rules:
            self.world.rule(**rule, account=self._account(trial.merchant, rule))
        stage = Stage(
            self.world,
            self.table,
            trial.merchant,
            self.patience,
            moved=lambda: len(self.wire.made[trial.tenant_id]),
        )
        began = time.monotonic()
        trial.stuck = act(stage, trial.flow.story)
        trial.seconds = time.monotonic() - began
        trial.order_id = stage.order_id

    @cached_property
    def code(self) -> PackagedCode:
        """What the functions run; there once the first of them has."""
        patiently(self.world.merchant)
        return PackagedCode.below(self.world.details.directory)

    @staticmethod
    def _account(merchant: Merchant, rule: dict[str, object]) -> str:
        stripe = rule.get("provider") == "stripe"
        return merchant.stripe_key if stripe else merchant.shipstation_key

    def _settle(self, trials: Sequence[Trial]) -> None:
        """Queues empty, sagas ended, webhooks delivered: several times in a row."""
        quiet = 0

        def look() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self._still(trials) else 0
            return quiet >= _QUIET_LOOKS

        awaited(look, lambda seen: seen, self.settling, lambda: self._moved(trials))

    def _moved(self, trials: Sequence[Trial]) -> int:
        """How many calls were made for these orders by now."""
        return sum(len(self.wire.made[trial.tenant_id]) for trial in trials)

    def _still(self, trials: Sequence[Trial]) -> bool:
        if self.world.simulator.http.get("/health")["pending_deliveries"]:
            return False
        outputs = self.world.details.outputs
        queues = (outputs["InboundQueueUrl"], outputs["WorkflowQueueUrl"])
        there = sum(map(self.world.messages_in, queues)) + self.operator.waiting()
        if there > self.operator.poison - self.operator.purged:
            return False
        order_ids = {trial.order_id for trial in trials}
        return not executions(self.world, order_ids, statusFilter="RUNNING")

    def _check(self, trials: Sequence[Trial]) -> list[Violation]:
        for trial in trials:
            trial.made = list(self.wire.made[trial.tenant_id])
        evidence = evidence_of(
            self.world,
            [trial.merchant for trial in trials if trial.merchant],
            [trial.placement for trial in trials],
            left_over=self.operator.left_over(),
            offences=self.wire.watch.offences,
        )
        return violations(evidence)


@contextmanager
def theatre(name: str, tell: Callable[[str], None]) -> Iterator[Theatre]:
    """Deployed into build/<name>; everything is stopped at the end."""
    wire = Wire()
    environment = LocalEnvironment(
        name,
        wire=wire.before_aws,
        provider_wire=wire.before_providers,
        saga_wait_scale=_SAGA_WAITS,
        redelivery_scale=_REDELIVERY_WAITS,
        retry_scale=_WEBHOOK_WAITS,
    )
    tell("deploying the stack onto the emulator, IAM enforced")
    with environment:
        details = environment.details
        wire.workers.emulator = details.emulator.pid
        world = World(details)
        operator = Operator.of(world)
        operator.start()
        try:
            yield Theatre(wire, world, Table(world), operator)
        finally:
            operator.stop()
            wire.stop()
