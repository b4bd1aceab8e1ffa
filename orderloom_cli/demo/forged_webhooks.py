"""A forged and a stale signature: refused at the door."""

import json

from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.local_file import LocalTenant

# Beyond the tolerance of 300 seconds, on either side.
_TOO_FAR_SECONDS = 400
_ACCEPTED = 200
_REFUSED = 400


def forged_webhooks(world: World, stage: Stage, tenant: LocalTenant) -> None:
    genuine = _event(amount=100)
    forged = _event(amount=999_999)
    now = world.simulator.sign("stripe", tenant.stripe_api_key, genuine)
    _expect(world, tenant, forged, now, _REFUSED)
    stage.fact("another amount under a genuine signature: 400")
    for offset, told in ((-_TOO_FAR_SECONDS, "old"), (_TOO_FAR_SECONDS, "from the future")):
        headers = world.simulator.sign(
            "stripe", tenant.stripe_api_key, genuine, offset_seconds=offset
        )
        _expect(world, tenant, genuine, headers, _REFUSED)
        stage.fact(f"a signature {_TOO_FAR_SECONDS} s {told}: 400")
    _expect(world, tenant, genuine, now, _ACCEPTED)
    stage.fact("the same event, signed now and unaltered: 200")


def _expect(
    world: World, tenant: LocalTenant, body: str, headers: dict[str, str], status: int
) -> None:
    reply = world.door.post("stripe", tenant.id, body.encode(), headers)
    expect(reply.status == status, f"HTTP {status} from the door", f"HTTP {reply.status}")


def _event(*, amount: int) -> str:
    """A type Orderloom does not act on, so that accepting it changes nothing."""
    payout = {"id": "po_demo", "object": "payout", "amount": amount, "currency": "usd"}
    return json.dumps(
        {
            "id": "evt_demo_payout",
            "object": "event",
            "type": "payout.paid",
            "created": 1_750_000_000,
            "livemode": False,
            "data": {"object": payout},
        }
    )
