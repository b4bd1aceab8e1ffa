"""Services that are too busy, ill, silent or slow; messages twice and out of order; and more."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from tests.proof.flows import BY_NAME, Flow
from tests.proof.surroundings import poisoned, skewed, stopped_now_and_then, told_again
from tests.proof.theatre import Theatre
from tests.proof.trial import Trial
from tests.proof.troubles import Fault, Troubles

Around = Callable[[Theatre], AbstractContextManager[object]]
Wave = tuple[str, Sequence[Trial], Around]

_SERVICES = ("dynamodb", "sqs", "states", "kms", "sts", "s3")
_KINDS = {"throttled": 5, "unavailable": 5, "lost on the way": 2, "answer lost": 2, "slow": 6}
"""How often in a row: more than the SDK's own repeats stand."""

_OF_PROVIDERS = {**_KINDS, "slow": 4}
"""A carrier that is slow five times in a row is a person's, by design (`carrier_patience`)."""

_SLOW_SECONDS = 2.0
_LATER_SECONDS = 4.0
_LONGER_THAN_FIVE_DELIVERIES = 60
_FLOWS = ("delivered", "cancelled with a label", "refunded")


_AROUND: dict[str, Around] = {
    "clocks that differ": skewed,
    "the emulator stands still": stopped_now_and_then,
    "poison among good messages": poisoned,
    "the stream told again, in another order": told_again,
}
_SURROUNDED = ("delivered", "cancelled with a label", "refunded", "declined", "captured later")


def fault_waves(most: int | None, seed: int) -> Iterator[Wave]:
    """Name, trials and what goes on around them.

    `most` of those that have one fault each; unless all are wanted, two surroundings are drawn.
    """
    singles = [*_of_services(), *_of_providers(), *_of_deliveries(), *_of_letters()]
    chance = random.Random(seed)
    chance.shuffle(singles)
    yield "faults", singles[:most], undisturbed
    surroundings = list(_AROUND.items())
    for name, around in surroundings if most is None else chance.sample(surroundings, 2):
        flows = _SURROUNDED if most is None else _SURROUNDED[:2]
        yield name, [_trial(BY_NAME[flow], name) for flow in flows], around


def _of_services() -> Iterator[Trial]:
    for service in _SERVICES:
        for kind, times in _KINDS.items():
            for name in _FLOWS if service == "dynamodb" else _FLOWS[:2]:
                fault = _fault(service, kind, times)
                yield _trial(BY_NAME[name], f"{service} {kind}", faults=[fault])


def _of_providers() -> Iterator[Trial]:
    for provider in ("stripe", "shipstation"):
        for kind, times in _OF_PROVIDERS.items():
            fault = _fault(provider, kind, times)
            flow = BY_NAME["cancelled with a label"]
            yield _trial(flow, f"{provider} {kind}", faults=[fault])


def _of_deliveries() -> Iterator[Trial]:
    """Each queue's messages come twice, at once or late; so do webhooks, and out of order."""
    for name in _FLOWS:
        for function in ("ingest_webhook", "relay"):
            fault = Fault("sqs", "sent twice", 20, function=function)
            yield _trial(BY_NAME[name], "messages sent twice", faults=[fault])
            fault = Fault("sqs", "sent again later", 20, _LATER_SECONDS, function=function)
            yield _trial(BY_NAME[name], "messages sent again behind later ones", faults=[fault])
        twice = {"target": "webhook", "action": "duplicate", "copies": 2}
        late = {"target": "webhook", "action": "delay", "seconds": 2, "probability": 0.5}
        for provider in ("stripe", "shipstation"):
            rules = [{**rule, "provider": provider} for rule in (twice, late)]
            yield _trial(BY_NAME[name], "webhooks twice and out of order", rules=rules)


def _of_letters() -> Iterator[Trial]:
    """A function fails at its messages until they lie among the dead letters, and longer."""
    for name in _FLOWS:
        for function in ("apply_event", "drive_saga"):
            times = _LONGER_THAN_FIVE_DELIVERIES
            fault = Fault("dynamodb", "unavailable", times, function=function)
            yield _trial(BY_NAME[name], "messages become dead letters", faults=[fault])


def _fault(service: str, kind: str, times: int) -> Fault:
    return Fault(service, kind, times, seconds=_SLOW_SECONDS if kind == "slow" else 0.0)


def _trial(
    flow: Flow,
    category: str,
    faults: Sequence[Fault] = (),
    rules: Sequence[dict[str, object]] = (),
) -> Trial:
    return Trial(flow, category, Troubles(faults=list(faults), rules=list(rules)))


def undisturbed(_theatre: Theatre) -> AbstractContextManager[object]:
    return nullcontext()
