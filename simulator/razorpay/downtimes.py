"""Downtimes of a way to pay, as Razorpay tells merchants of them."""

from typing import Any, Literal

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall

Stage = Literal["started", "updated", "resolved"]


def tell(call: RazorpayCall, stage: Stage, method: str, downtime_id: str | None) -> JsonObject:
    """The downtime, of `downtime_id` where it was told of before."""
    downtime: JsonObject = {
        "id": downtime_id or call.new_id("down"),
        "entity": "payment.downtime",
        "method": method,
        "begin": call.now,
        "end": call.now if stage == "resolved" else None,
        "status": stage,
        "scheduled": False,
        "severity": "high",
        "instrument": {},
        "created_at": call.now,
        "updated_at": call.now,
    }
    entities: dict[str, Any] = {"payment.downtime": downtime}
    call.emit(f"payment.downtime.{stage}", **entities)
    return downtime
