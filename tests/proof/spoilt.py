"""Ways to break a promise in records that were without fault."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.proof.checker import arrivals, ending, money, parcels, stock, telling, tenants
from tests.proof.checker.evidence import Webhook
from tests.proof.hand_made import ORDER, OTHER, PARTITION, Records

Spoil = Callable[[Records], Any]
SCAN = Webhook(
    provider="shipstation", account="ss_acme", event_id="trk_1", event_type="TRACK_EVENT_V2"
)
REFUND = {"id": "re_1", "amount": 1000, "payment_intent": "pi_acme", "status": "succeeded"}
DISPUTE = {"id": "dp_1", "amount": 1000, "payment_intent": "pi_acme", "status": "lost"}


def another_intent(records: Records, received: int) -> None:
    intent = {"id": "pi_2", "amount_received": received, "metadata": {"order_id": ORDER}}
    records.stripe("intents").append(intent)


def another_label(records: Records) -> None:
    records.labels().append({**records.labels()[0], "label_id": "se-2"})


def told_again(records: Records, sort: str) -> None:
    """As the next version, so that only the fact itself is twice there."""
    records.head["version"] += 1
    again = {**records.item(sort), "version": records.head["version"]}
    again.pop("provider_event", None)
    records.items[PARTITION, f"EVENT#{again['version']:08}"] = again


def claimed_twice(records: Records) -> None:
    """One event under two keys, as a broken claim leaves it."""
    event = records.item("EVENT#stripe#evt_acme")
    twin = {**event, "type": "provider_event.noted"}
    records.items[PARTITION, "EVENT#stripe#evt_acme-2"] = twin


def scanned(records: Records, event_id: str = "sha-1") -> None:
    """A scan the head keeps, as docs/data-model.md writes it."""
    records.head["version"] += 1
    scan = {"v": records.head["version"], "d": event_id, "t": "TRACK_EVENT_V2", "s": "shipped"}
    records.head["scans"] = [*records.head.get("scans", ()), scan]
    records.webhooks.append(replace(SCAN, event_id=f"trk_{len(records.webhooks)}"))


def scanned_twice(records: Records) -> None:
    scanned(records)
    scanned(records)


def scan_lost(records: Records) -> None:
    scanned(records)
    records.head["scans"].clear()
    records.head["version"] -= 1


def can_be_paid(records: Records) -> None:
    records.head.update(lifecycle="closed")
    records.stripe("intents")[0].update(status="requires_payment_method", amount_received=0)


def of_another(records: Records) -> None:
    records.head["payment"]["intent_id"] = "pi_bolt"


SPOILT: list[tuple[str, str, Spoil]] = [
    (
        arrivals.RULE,
        "nobody told",
        lambda r: r.placements.append(replace(r.placements[0], order_id=None)),
    ),
    (arrivals.RULE, "a scan is nowhere", scan_lost),
    (arrivals.RULE, "the head is gone", lambda r: r.items.pop((PARTITION, "ORDER"))),
    (arrivals.RULE, "what was ordered is gone", lambda r: r.items.pop((PARTITION, "PLACED"))),
    (
        arrivals.RULE,
        "two for one key",
        lambda r: r.items.update({(f"T#acme#ORD#{ORDER[:-1]}9", "ORDER"): r.head}),
    ),
    (
        arrivals.RULE,
        "a webhook is nowhere",
        lambda r: r.items.pop((PARTITION, "EVENT#stripe#evt_acme")),
    ),
    (
        arrivals.RULE,
        "a webhook still waits",
        lambda r: r.items.update({("T#acme#PARK#stripe#pi_9", "evt_9"): {}}),
    ),
    (arrivals.RULE, "a scan is nowhere", lambda r: r.webhooks.append(SCAN)),
    (arrivals.RULE, "a dead letter", lambda r: r.left_over.append("inbound: evt_9")),
    (money.ONE_CHARGE, "charged twice", lambda r: another_intent(r, 4200)),
    (money.ONE_CHARGE, "asked twice", lambda r: another_intent(r, 0)),
    (
        money.ONE_CHARGE,
        "charged too much",
        lambda r: r.stripe("intents")[0].update(amount_received=4300),
    ),
    (money.ONE_CHARGE, "sent back unasked", lambda r: r.stripe("refunds").append(REFUND)),
    (
        money.ONE_CHARGE,
        "sent back twice",
        lambda r: r.stripe("refunds").extend(
            [{**REFUND, "amount": 4200}, {**REFUND, "amount": 4200}]
        ),
    ),
    (money.ONE_CHARGE, "cancelled, money kept", lambda r: r.head.update(lifecycle="closed")),
    (money.ONE_CHARGE, "cancelled, can be paid", can_be_paid),
    (
        money.LEDGER,
        "not balanced",
        lambda r: r.item("LEDGER#stripe#pi_acme#captured")["lines"].pop(0),
    ),
    (
        money.LEDGER,
        "no entry",
        lambda r: r.items.pop((PARTITION, "LEDGER#stripe#pi_acme#captured")),
    ),
    (money.LEDGER, "a refund unknown", lambda r: r.stripe("refunds").append(REFUND)),
    (money.LEDGER, "a dispute unknown", lambda r: r.stripe("disputes").append(DISPUTE)),
    (money.LEDGER, "the head says less", lambda r: r.head["payment"].update(captured=0)),
    (
        stock.RULE,
        "given back twice",
        lambda r: r.item("STOCK", "T#acme#SKU#mug#0").update(available=7),
    ),
    (
        stock.RULE,
        "a unit too few",
        lambda r: r.item("STOCK", "T#acme#SKU#mug#0").update(available=4),
    ),
    (
        stock.RULE,
        "below nothing",
        lambda r: [
            r.item("STOCK", "T#acme#SKU#mug#0").update(available=9),
            r.item("STOCK", "T#acme#SKU#mug#1").update(available=-1),
        ],
    ),
    (
        stock.RULE,
        "reserved in part",
        lambda r: [
            r.head["allocations"][0].update(quantity=1),
            r.item("STOCK", "T#acme#SKU#mug#0").update(available=6),
        ],
    ),
    (stock.RULE, "cancelled, kept", lambda r: r.head.update(lifecycle="closed")),
    (parcels.RULE, "bought twice", another_label),
    (parcels.RULE, "no label", lambda r: r.labels().clear()),
    (parcels.RULE, "another label", lambda r: r.labels()[0].update(label_id="se-2")),
    (parcels.RULE, "cancelled, not voided", lambda r: r.head["fulfilment"].update(state="voided")),
    (telling.RULE, "captured twice", lambda r: told_again(r, "EVENT#stripe#evt_acme")),
    (telling.RULE, "one event twice", claimed_twice),
    (telling.RULE, "one scan twice", scanned_twice),
    (telling.RULE, "never told", lambda r: r.items.pop((PARTITION, "EVENT#00000002"))),
    (telling.RULE, "a version twice", lambda r: r.item("EVENT#00000003").update(version=2)),
    (
        telling.RULE,
        "of two orders",
        lambda r: r.items.update(
            {
                (f"T#bolt#ORD#{OTHER}", "EVENT#stripe#evt_acme"): {
                    "type": "provider_event.noted",
                    "version": 5,
                    "provider_event": {"provider": "stripe", "event_id": "evt_acme"},
                }
            }
        ),
    ),
    (
        telling.RULE,
        "a refund twice",
        lambda r: (
            [
                r.items.update(
                    {
                        (PARTITION, f"EVENT#0000000{n}"): {
                            "type": "payment.refunded",
                            "version": n,
                            "data": {"refund_id": "re_1"},
                        }
                    }
                )
                for n in (6, 7)
            ]
            and r.head.update(version=7)
        ),
    ),
    (ending.RULE, "not ended", lambda r: r.head.pop("fulfilment")),
    (ending.RULE, "ended otherwise", lambda r: r.head.update(lifecycle="closed")),
    (
        ending.RULE,
        "a task nobody expects",
        lambda r: r.head.update(attention={"kind": "refund_failed"}),
    ),
    (ending.RULE, "never told its end", lambda r: r.head.pop("saga_running")),
    (ending.RULE, "still running", lambda r: r.executions.update({f"{ORDER}-1": "RUNNING"})),
    (tenants.RULE, "another's intent", of_another),
    (
        tenants.RULE,
        "another's order",
        lambda r: r.items.update({("T#acme#REF#stripe#pi_7", "REF"): {"order_id": OTHER}}),
    ),
    (tenants.RULE, "in another's list", lambda r: r.head.update(OLPK="T#bolt#ORDERS#2025-03#2")),
    (tenants.RULE, "nobody's item", lambda r: r.items.update({("LOOSE", "X"): {}})),
    (tenants.RULE, "what the wire saw", lambda r: r.offences.append("acme: GetItem of bolt's")),
]
