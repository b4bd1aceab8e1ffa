"""One environment's stages, one after the other, each judged from the records."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from simulator.json_types import JsonObject
from tests.e2e.world import Merchant, World
from tests.load.acknowledged import told, waits
from tests.load.plan import NORMAL_ORDERS_A_MINUTE, Plan
from tests.load.pouring import Pouring
from tests.load.records import (
    CARRIER,
    PROVIDER,
    Sent,
    Verdict,
    dead_letters,
    delays,
    events_on_record,
    head,
    middle,
    numbered,
    sent,
    verdict,
)
from tests.load.stages import Note, Stage, drained, ordering, telling
from tests.load.street import Street

_SENDERS, _KNOWN = 4, 12
_MUG = {"name": "Mug", "price": 2100, "currency": "USD", "weight_grams": 350, "stock": 100_000}


class Run:
    """`verdicts` grows with each stage."""

    def __init__(self, world: World, plan: Plan, note: Note) -> None:
        self._world, self._plan, self._note = world, plan, note
        self._quiet = [world.merchant() for _ in range(plan.quiet_tenants)]
        self._noisy = world.merchant()
        for merchant in (*self._quiet, self._noisy):
            merchant.api.put_product("mug", _MUG)
            merchant.labelled(quantity=1)
        with ThreadPoolExecutor(_SENDERS) as pool:
            known = pool.map(lambda _: self._noisy.labelled(quantity=1)["id"], range(_KNOWN))
            self._known = [str(order_id) for order_id in known]
        self.verdicts: list[Verdict] = []

    def sale(self) -> dict[str, Any]:
        """Orders at ten times the usual rate, paid and carried, with all their webhooks."""
        begun, before = time.time(), self._world.labels(self._noisy)
        rate = self._plan.sale_orders_a_minute / 60
        stage = Stage(self._world, "sale", [ordering(self._noisy, rate)], self._plan.sale_seconds)
        street = Street(self._world, self._noisy, lambda: sent(stage.file, "order").acknowledged)
        stage.run(self._note, meanwhile=street)
        taken = self._drained(street.all_ended)
        placed = sent(stage.file, "order")
        delivered = {name for name, end in street.ended.items() if end == "delivered"}
        self.verdicts.append(
            verdict("sale, orders", placed, delivered, street.ended.keys() - delivered)
        )
        payments = self._deliveries(self._noisy.stripe_key, begun)
        scans = self._deliveries(self._noisy.shipstation_key, begun)
        everywhere = self._recorded(placed.acknowledged | set(self._known), PROVIDER)
        self._judge("sale, payment webhooks", told(payments), everywhere)
        self._judge("sale, tracking webhooks", told(scans), self._scans_on_record(street))
        self._known += sorted(delivered)
        return {
            **asdict(waits([*payments, *scans])),
            "drained_seconds": taken,
            "carrier": self._carrier_since(before),
        }

    def noise(self) -> dict[str, float]:
        """Median delay of the quiet tenants' orders, alone and beside the noisy one, in seconds."""
        calm = self._beside("calm", [], self._plan.calm_seconds)
        loud = self._plan.noise_a_second / _SENDERS
        noisy = [self._sender(order_id, loud) for order_id in self._known[:_SENDERS]]
        beside = self._beside("noise", noisy, self._plan.noise_seconds)
        return {"alone": calm, "beside_noise": beside, "times": beside / calm}

    def backlog(self) -> dict[str, float]:
        """Seconds from the consumer's return until all that waited was applied."""
        senders = [self._sender(order_id, 0) for order_id in self._known]
        self._consumer(on=False)
        poured = Pouring(self._world, senders, self._plan.backlog).run(self._note)
        waiting = self._world.messages_in(self._world.details.outputs["InboundQueueUrl"])
        self._consumer(on=True)
        taken = self._drained(lambda: True)
        self._judge("backlog, webhooks", poured, self._recorded(self._known, PROVIDER))
        return {"waiting": waiting, "drained_seconds": taken, "a_second": waiting / taken}

    def _beside(self, name: str, noisy: list[dict[str, Any]], seconds: int) -> float:
        a_second = 2 * NORMAL_ORDERS_A_MINUTE / 60
        senders = [ordering(merchant, a_second) for merchant in self._quiet]
        stage = Stage(self._world, name, senders + noisy, seconds)
        stage.run(self._note)
        self._drained(lambda: True)
        placed = sent(stage.file, "order")
        found = {order_id for order_id in placed.acknowledged if self._where(order_id)}
        self.verdicts.append(verdict(f"{name}, quiet tenants' orders", placed, found, set()))
        if noisy:
            known = self._recorded(self._known[:_SENDERS], PROVIDER)
            self._judge("noise, webhooks", sent(stage.file, "webhook"), known)
        every = [
            delay
            for merchant in self._quiet
            for delay in delays(self._world, merchant.tenant_id, placed.acknowledged)
        ]
        return middle(every)

    def _carrier_since(self, before: JsonObject) -> dict[str, float]:
        """What the sale asked of the carrier's account, by its own books."""
        now = self._world.labels(self._noisy)
        calls, labels = (now[kind]["count"] - before[kind]["count"] for kind in ("calls", "labels"))
        return {
            "calls": calls,
            "labels": labels,
            "calls_a_label": calls / labels if labels else float("nan"),
            "busiest_minute": now["calls"]["busiest"],
        }

    def _judge(self, kind: str, told_of: Sent, applied: set[str]) -> None:
        explained = set() if told_of.acknowledged <= applied else dead_letters(self._world)
        self.verdicts.append(verdict(kind, told_of, applied, explained))

    def _recorded(self, order_ids: Any, provider: str) -> set[str]:
        found: set[str] = set()
        for order_id in order_ids:
            found |= events_on_record(self._world, self._noisy, order_id, provider)
        return found

    def _scans_on_record(self, street: Street) -> set[str]:
        """By the orders' timelines: where a scan is kept is the data model's own affair."""
        with ThreadPoolExecutor(_SENDERS) as pool:
            kept = pool.map(self._scans, street.scans)
        return {name for made, known in zip(street.scans.values(), kept, strict=True)
                for name in numbered(made, known)}  # fmt: skip

    def _scans(self, order_id: str) -> int:
        sources = (event["provider_event"] for event in self._noisy.events(order_id))
        return sum(source is not None and source["provider"] == CARRIER for source in sources)

    def _deliveries(self, account: str, since: float) -> list[dict[str, Any]]:
        attempts = self._world.simulator.deliveries_of(account)
        return [attempt for attempt in attempts if attempt["at"] >= since]

    def _sender(self, order_id: str, a_second: float) -> dict[str, Any]:
        found = head(self._world, self._noisy.tenant_id, order_id)
        assert found is not None, order_id
        return telling(self._noisy, order_id, found["payment"]["M"]["intent_id"]["S"], a_second)

    def _drained(self, done: Callable[[], bool]) -> float:
        return drained(self._world, self._plan.drain_seconds, self._note, done=done)

    def _where(self, order_id: str) -> Merchant | None:
        for merchant in self._quiet:
            if head(self._world, merchant.tenant_id, order_id):
                return merchant
        return None

    def _consumer(self, *, on: bool) -> None:
        client = self._world.client("lambda")
        queue = self._world.details.outputs["InboundQueueUrl"].rpartition("/")[2]
        for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
            if mapping["EventSourceArn"].endswith(f":{queue}"):
                client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)
