"""Planting one bug at a time into the running stack's copy of the code."""

import time
from dataclasses import replace

from tests.proof.findings import Caught
from tests.proof.flows import BY_NAME
from tests.proof.planted.bug import Bug
from tests.proof.theatre import Theatre
from tests.proof.trial import Trial

_STUCK_AFTER_SECONDS = 20.0
_SETTLED_AFTER_SECONDS = 6.0
_SHOWN = 5


def caught(bug: Bug, theatre: Theatre) -> Caught:
    """What the checker says of an order told with the bug: of the rule it breaks, and only of it.

    Others may be broken beside it; one that only comes late must not count.
    """
    began = time.monotonic()
    hasty = replace(theatre, patience=_STUCK_AFTER_SECONDS, settling=_SETTLED_AFTER_SECONDS)
    trial = Trial(BY_NAME[bug.flow], "planted", bug.troubles())
    with theatre.code.changed(bug.edits):
        theatre.wire.workers.kill_all()
        found = hasty.play([trial])
    theatre.wire.workers.kill_all()
    of_the_order = [
        one
        for one in found
        if one.rule == bug.rule
        and (trial.tenant_id == one.tenant_id or trial.order_id == one.order_id)
    ]
    seen = [str(one) for one in of_the_order[:_SHOWN]]
    return Caught(bug.name, seen, time.monotonic() - began)
