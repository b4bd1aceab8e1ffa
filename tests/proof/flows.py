"""The ways an order can go; each is told once without trouble, and then once for every call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from orderloom_cli.clients.shopper import DECLINED_CARD
from tests.proof.stage import Stage


@dataclass(frozen=True)
class Flow:
    """`ends`: how its order may end. `settings`: of the tenant."""

    name: str
    story: Callable[[Stage], None]
    ends: frozenset[str]
    settings: dict[str, Any] = field(default_factory=dict)


def _delivered(stage: Stage) -> None:
    stage.place()
    stage.pay()
    stage.until("labelled")
    stage.scan("in_transit")
    stage.until("shipped")
    stage.scan("delivered")
    stage.until("delivered")


def _declined(stage: Stage) -> None:
    stage.place()
    stage.pay(DECLINED_CARD)
    stage.until("cancelled")


def _cancelled_at_once(stage: Stage) -> None:
    stage.place()
    stage.cancel()
    stage.until("cancelled")


def _cancelled_unpaid(stage: Stage) -> None:
    stage.place()
    stage.payable()
    stage.cancel()
    stage.until("cancelled")


def _cancelled_while_paying(stage: Stage) -> None:
    """The webhook and the compensation meet."""
    stage.place()
    stage.pay()
    stage.cancel()
    stage.until("cancelled")


def _cancelled_while_shipping(stage: Stage) -> None:
    """The label is being bought meanwhile, or not yet, or already."""
    stage.place()
    stage.pay()
    stage.event("payment.captured")
    stage.cancel()
    stage.until("cancelled")


def _cancelled_labelled(stage: Stage) -> None:
    stage.place()
    stage.pay()
    stage.until("labelled")
    stage.cancel()
    stage.until("cancelled")


def _refunded(stage: Stage) -> None:
    stage.place()
    stage.pay()
    stage.until("labelled")
    stage.refund(1000)
    stage.event("payment.refunded")


def _disputed(stage: Stage) -> None:
    """Claimed by the bank, and lost before the parcel left: a person decides about it."""
    stage.place()
    stage.pay()
    intent_id = stage.until("labelled").payment["intent_id"]
    dispute_id = stage.world.simulator.dispute(intent_id, amount=1000)
    stage.until("task: dispute")
    stage.world.simulator.close_dispute(dispute_id, "lost")
    stage.event("dispute.closed")


def _captured_later(stage: Stage) -> None:
    stage.place(capture="manual")
    stage.pay()
    stage.event("payment.authorised")
    stage.capture()
    stage.until("labelled")


def _no_carrier(stage: Stage) -> None:
    """Nobody takes the parcel: a person is asked, and gives the order up."""
    refused = {"errors": [{"error_code": "unspecified", "error_type": "business_rules"}]}
    stage.world.rule(
        target="api",
        provider="shipstation",
        account=stage.merchant.shipstation_key,
        path="^/v2/rates",
        action="status",
        status=400,
        body=refused,
    )
    stage.place()
    stage.pay()
    stage.until("task: manual_shipping")
    stage.cancel()
    stage.until("cancelled")


def _given_up(stage: Stage) -> None:
    """Nobody gives it up: something keeps failing until the saga turns back."""
    stage.place()
    stage.until("cancelled")


_CANCELLED = frozenset({"cancelled"})
FLOWS = (
    Flow("delivered", _delivered, frozenset({"delivered"})),
    Flow("declined", _declined, _CANCELLED),
    Flow("cancelled at once", _cancelled_at_once, _CANCELLED),
    Flow("cancelled unpaid", _cancelled_unpaid, _CANCELLED),
    Flow("cancelled while paying", _cancelled_while_paying, _CANCELLED),
    Flow("cancelled while shipping", _cancelled_while_shipping, _CANCELLED),
    Flow("cancelled with a label", _cancelled_labelled, _CANCELLED),
    Flow("refunded", _refunded, frozenset({"labelled"})),
    Flow("disputed and lost", _disputed, frozenset({"task: dispute"})),
    Flow("captured later", _captured_later, frozenset({"labelled"})),
    Flow("no carrier", _no_carrier, _CANCELLED),
)
GIVEN_UP = Flow("given up", _given_up, _CANCELLED)
BY_NAME = {flow.name: flow for flow in (*FLOWS, GIVEN_UP)}
