"""What a history is: a story told once to the simulated providers, and all they said of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.identifiers import new_order_id
from orderloom.domain.inbound import InboundEvent
from orderloom.ports.payments import MoneyOnRecord

from tests.unit.simulator.harness import START

if TYPE_CHECKING:
    from tests.convergence.script import Script

TENANT, SKU = "acme", "MUG-1"
BEGAN = datetime.fromtimestamp(START, UTC)
"""When the order is placed, and stories at the simulated providers begin."""

ORDER_ID = new_order_id(BEGAN, lambda _: 7)
TOTAL = 2500
"""Of the order every history is about, in minor units."""

EVERYTHING = ("*",)


@dataclass(frozen=True)
class Terms:
    """How the order is to be paid.

    Attributes:
        hosted: on the provider's own page.
        account: the connected account whose money it is; None: the merchant's own.
        charged_in: a currency that was not asked for.
        livemode: whether real money was asked for; the simulated providers know test money only.
    """

    capture: CaptureMode = CaptureMode.AUTOMATIC
    hosted: bool = False
    account: str | None = None
    charged_in: str | None = None
    livemode: bool = False

    @property
    def captured_later(self) -> bool:
        return self.capture is not CaptureMode.AUTOMATIC


USUAL = Terms()


@dataclass(frozen=True)
class History:
    """A story, and what the merchant's endpoint hears of it.

    Attributes:
        ends: status of the order and state of its payment, told in whatever order.
        hears: types of the webhooks; few of them leave few enough permutations to try all.
        pauses: whether the saga moves on between two webhooks. False where what has happened to
            the parcel by then rightly makes a difference: the saga waits until all is said.
    """

    name: str
    provider: str
    story: "Callable[[Any], None]"
    ends: str
    hears: tuple[str, ...] = EVERYTHING
    pauses: bool = True
    terms: Terms = USUAL


@dataclass(frozen=True)
class Told:
    """One webhook, verified at the door; `act`: when it was sent (see Recording.truths)."""

    act: int
    event_type: str
    event: InboundEvent

    def __str__(self) -> str:
        return f"{self.event_type} {self.event.event_id[-4:]}"


@dataclass(frozen=True)
class Done:
    """Something the merchant does, or time; a name of the shop's deeds, with what it is about."""

    deed: str
    amount: int | None = None

    def __str__(self) -> str:
        return f"[{self.deed}]"


Step = Told | Done


@dataclass
class Recording:
    """A history as it was told.

    Attributes:
        before: what was said and done, and settled, before the order of things is in question.
        just_done: what the merchant did then; nothing came of it yet.
        steps: what is told in any order.
        truths: the provider's own record after each act.
    """

    intent_id: str
    parcel: str
    before: list[Step] = field(default_factory=list)
    just_done: list[Done] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    truths: list[MoneyOnRecord] = field(default_factory=list)


_HISTORIES: dict[str, History] = {}

Story = Callable[["Script"], None]


def history(
    provider: str,
    *,
    ends: str,
    hears: tuple[str, ...] = EVERYTHING,
    pauses: bool = True,
    terms: Terms = USUAL,
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Registers a story; its function's name is the history's."""

    def registered(story: Callable[[Any], None]) -> Callable[[Any], None]:
        name = f"{provider}: {story.__name__.replace('_', ' ')}"
        _HISTORIES[name] = History(name, provider, story, ends, hears, pauses, terms)
        return story

    return registered


def registry() -> dict[str, History]:
    return dict(_HISTORIES)
