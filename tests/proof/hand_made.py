"""Records of two small shops, written by hand as docs/data-model.md describes them."""

import copy
from typing import Any

from tests.proof.checker.evidence import Evidence, Placement, Shop, Webhook

ORDER = "ord_01JP9ZMQCN0000000000000001"
OTHER = "ord_01JP9ZMQCN0000000000000002"
PARTITION = f"T#acme#ORD#{ORDER}"


class Records:
    """Changeable; `evidence` is what a checker gets."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.books: dict[str, dict[str, Any]] = {"stripe": {}, "shipstation": {}}
        self.placements = [_placement("acme", ORDER), _placement("bolt", OTHER)]
        self.webhooks = [Webhook(**_hook("acme")), Webhook(**_hook("bolt"))]
        self.executions = {f"{ORDER}-1": "SUCCEEDED", f"{OTHER}-1": "SUCCEEDED"}
        self.left_over: list[str] = []
        self.offences: list[str] = []
        _delivered(self, "acme", ORDER)
        _delivered(self, "bolt", OTHER)

    @property
    def evidence(self) -> Evidence:
        kept = copy.deepcopy(self)
        return Evidence(
            items=tuple({"PK": pk, "SK": sk, **item} for (pk, sk), item in kept.items.items()),
            books=kept.books,
            shops=tuple(_shop(tenant_id) for tenant_id in ("acme", "bolt")),
            placements=tuple(kept.placements),
            webhooks=tuple(kept.webhooks),
            executions=kept.executions,
            left_over=tuple(kept.left_over),
            offences=tuple(kept.offences),
        )

    def item(self, sort: str, partition: str = PARTITION) -> dict[str, Any]:
        return self.items[partition, sort]

    @property
    def head(self) -> dict[str, Any]:
        return self.item("ORDER")

    def stripe(self, section: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.books["stripe"]["sk_acme"][section]["items"]
        return found

    def labels(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.books["shipstation"]["ss_acme"]["labels"]["items"]
        return found


def _shop(tenant_id: str) -> Shop:
    return Shop(
        tenant_id=tenant_id,
        stripe=f"sk_{tenant_id}",
        shipstation=f"ss_{tenant_id}",
        stocked={"mug": 10},
    )


def _placement(tenant_id: str, order_id: str) -> Placement:
    ends = frozenset({"labelled"})
    return Placement(tenant_id=tenant_id, key="key-1", order_id=order_id, ends=ends)


def _hook(tenant_id: str) -> dict[str, str]:
    return {
        "provider": "stripe",
        "account": f"sk_{tenant_id}",
        "event_id": f"evt_{tenant_id}",
        "event_type": "payment_intent.succeeded",
    }


def _delivered(records: Records, tenant_id: str, order_id: str) -> None:
    """One order of two mugs, paid and labelled; its books say the same."""
    partition = f"T#{tenant_id}#ORD#{order_id}"
    source = {"provider": "stripe", "event_id": f"evt_{tenant_id}"}
    own: dict[str, dict[str, Any]] = {
        "ORDER": {
            "version": 5,
            "total": 4200,
            "stock": "reserved",
            "allocations": [{"sku": "mug", "shard": 0, "quantity": 2}],
            "payment": {"state": "paid", "captured": 4200, "intent_id": f"pi_{tenant_id}"},
            "fulfilment": {
                "state": "labelled",
                "label_id": f"se-{tenant_id}",
                "account": "shipstation",
            },
            "saga_running": False,
        },
        "PLACED": {"lines": [{"sku": "mug", "quantity": 2}]},
        "EVENT#00000002": {"type": "stock.reserved", "version": 2},
        "EVENT#00000003": {"type": "payment.requested", "version": 3},
        f"EVENT#stripe#evt_{tenant_id}": {
            "type": "payment.captured",
            "version": 4,
            "provider_event": source,
        },
        "EVENT#00000005": {"type": "label.purchased", "version": 5},
        f"LEDGER#stripe#pi_{tenant_id}#captured": {
            "lines": [
                {"account": "provider", "amount": 4200},
                {"account": "captured", "amount": -4200},
            ],
        },
    }
    records.items |= {(partition, sort): item for sort, item in own.items()}
    for shard, available in enumerate((5, 3)):
        records.items[f"T#{tenant_id}#SKU#mug#{shard}", "STOCK"] = {"available": available}
    intent = {
        "id": f"pi_{tenant_id}",
        "status": "succeeded",
        "amount_received": 4200,
        "metadata": {"order_id": order_id},
    }
    records.books["stripe"][f"sk_{tenant_id}"] = {
        "intents": {"items": [intent]},
        "refunds": {"items": []},
        "disputes": {"items": []},
    }
    label = {
        "label_id": f"se-{tenant_id}",
        "tracking_number": f"94{tenant_id}",
        "external_shipment_id": f"{order_id}:label",
    }
    records.books["shipstation"][f"ss_{tenant_id}"] = {
        "labels": {"items": [label]},
        "voids": {"label_ids": []},
    }
