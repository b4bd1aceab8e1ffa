"""`make load`: a sale, a noisy tenant beside quiet ones, a backlog; and what became of it all.

LOAD=quick (three minutes) or LOAD=full (half an hour). Loopback only; ends by itself, with exit
code 1 if anything acknowledged was lost or quiet tenants waited more than twice their usual time.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any

from infra.paths import BUILD
from orderloom_cli.local import LocalEnvironment
from tests.e2e.world import Merchant, World
from tests.load.plan import NORMAL_ORDERS_A_MINUTE, PLANS, Plan
from tests.load.records import (
    Verdict,
    dead_letters,
    delays,
    events_on_record,
    head,
    middle,
    sent,
    verdict,
)
from tests.load.stages import Payer, Stage, drained, ordering, telling

FILE = BUILD / "load.json"
_MOST_TIMES_SLOWER = 2.0
_SENDERS = 4


class Run:
    """One environment's stages, one after the other."""

    def __init__(self, world: World, plan: Plan) -> None:
        self._world, self._plan = world, plan
        self._quiet = [world.merchant() for _ in range(plan.quiet_tenants)]
        self._noisy = world.merchant()
        for merchant in (*self._quiet, self._noisy):
            mug = {"name": "Mug", "price": 2100, "currency": "USD", "weight_grams": 350}
            merchant.api.put_product("mug", {**mug, "stock": 100_000})
            merchant.labelled(quantity=1)
        self._known = [self._noisy.labelled(quantity=1) for _ in range(_SENDERS)]
        self.verdicts: list[Verdict] = []

    def sale(self) -> None:
        a_second = self._plan.sale_orders_a_minute / 60
        sender = ordering(self._noisy, a_second)
        stage = Stage(self._world, "sale", [sender], self._plan.sale_seconds)
        payer = Payer(self._world, self._noisy, stage)
        stage.run(_note, meanwhile=payer)
        placed = sent(stage.file, "order")

        def ended() -> bool:
            payer()
            return all(self._end_of(order_id) for order_id in placed.acknowledged)

        drained(self._world, self._plan.drain_seconds, _note, done=ended)
        ends = {name: self._end_of(name) for name in placed.acknowledged}
        labelled = {name for name, end in ends.items() if end == "labelled"}
        tasks = {name for name, end in ends.items() if end == "task"}
        self.verdicts.append(verdict("sale, orders", placed, labelled, tasks))

    def noise(self) -> tuple[float, float]:
        """Median delay of the quiet tenants' orders, alone and beside the noisy one, in seconds."""
        calm = self._beside("calm", [], self._plan.calm_seconds)
        loud = self._plan.noise_a_second / _SENDERS
        noisy = [telling(self._noisy, order, loud, 10**9) for order in self._known]
        return calm, self._beside("noise", noisy, self._plan.noise_seconds)

    def backlog(self) -> float:
        """Seconds from the consumer's return until all that waited was applied."""
        each = -(-self._plan.backlog // _SENDERS)
        senders = [telling(self._noisy, order, 40, each) for order in self._known]
        seconds = 20 + self._plan.backlog // 30
        self._consumer(on=False)
        stage = Stage(self._world, "backlog", senders, seconds)
        stage.run(_note)
        told = sent(stage.file, "webhook")
        begun = time.monotonic()
        self._consumer(on=True)
        drained(
            self._world,
            self._plan.drain_seconds,
            _note,
            done=lambda: told.acknowledged <= self._recorded(),
        )
        taken = time.monotonic() - begun
        self._judge("backlog, webhooks", stage)
        return taken

    def _beside(self, name: str, noisy: list[dict[str, Any]], seconds: int) -> float:
        a_second = 2 * NORMAL_ORDERS_A_MINUTE / 60
        senders = [ordering(merchant, a_second) for merchant in self._quiet]
        stage = Stage(self._world, name, senders + noisy, seconds)
        stage.run(_note)
        told = sent(stage.file, "webhook")
        drained(
            self._world,
            self._plan.drain_seconds,
            _note,
            done=lambda: told.acknowledged <= self._recorded(),
        )
        placed = sent(stage.file, "order")
        found = {name for name in placed.acknowledged if self._where(name) is not None}
        self.verdicts.append(verdict(f"{name}, quiet tenants' orders", placed, found, set()))
        if noisy:
            self._judge("noise, webhooks", stage)
        waits = [
            delay
            for merchant in self._quiet
            for delay in delays(self._world, merchant.tenant_id, placed.acknowledged)
        ]
        return middle(waits)

    def _judge(self, kind: str, stage: Stage) -> None:
        told = sent(stage.file, "webhook")
        applied = self._recorded()
        explained = set() if told.acknowledged <= applied else dead_letters(self._world)
        self.verdicts.append(verdict(kind, told, applied, explained))

    def _recorded(self) -> set[str]:
        found: set[str] = set()
        for order in self._known:
            found |= events_on_record(self._world, self._noisy, str(order["id"]))
        return found

    def _where(self, order_id: str) -> Merchant | None:
        for merchant in self._quiet:
            if head(self._world, merchant.tenant_id, order_id):
                return merchant
        return None

    def _end_of(self, order_id: str) -> str | None:
        """A label, or a task for a person, as when a carrier did not answer in time."""
        found = head(self._world, self._noisy.tenant_id, order_id) or {}
        if "tracking_number" in found.get("fulfilment", {}).get("M", {}):
            return "labelled"
        return "task" if "attention" in found else None

    def _consumer(self, *, on: bool) -> None:
        client = self._world.client("lambda")
        queue = self._world.details.outputs["InboundQueueUrl"].rpartition("/")[2]
        for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
            if mapping["EventSourceArn"].endswith(f":{queue}"):
                client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)


def main() -> int:
    name = os.environ.get("LOAD", "quick")
    plan = PLANS[name]
    with LocalEnvironment("load") as environment:
        run = Run(World(environment.details), plan)
        run.sale()
        calm, loud = run.noise()
        taken = run.backlog()
    lost = sum(len(each.lost) for each in run.verdicts)
    slower = loud / calm
    document = {
        "plan": {"name": name, **asdict(plan)},
        "verdicts": [asdict(each) for each in run.verdicts],
        "quiet_delay_seconds": {"alone": calm, "beside_noise": loud, "times": slower},
        "backlog_drained_seconds": taken,
        "load_average": os.getloadavg()[0],
    }
    FILE.write_text(json.dumps(document, indent=2) + "\n")
    for each in run.verdicts:
        print(each.line)  # noqa: T201 - a program of its own
    print(f"quiet tenants waited {loud:.2f} s beside the noise, {calm:.2f} s alone: {slower:.2f}")  # noqa: T201
    print(f"backlog drained in {taken:.0f} s; lost: {lost}; {FILE}")  # noqa: T201
    silent = [each.kind for each in run.verdicts if not each.acknowledged]
    if silent:
        print(f"nothing was acknowledged: {', '.join(silent)}; see build/load/stages")  # noqa: T201
    return 0 if lost == 0 and not silent and slower <= _MOST_TIMES_SLOWER else 1


def _note(text: str) -> None:
    print(f"load: {text}", file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
