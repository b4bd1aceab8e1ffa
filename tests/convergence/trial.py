"""Telling one history in every order, and comparing the ends."""

import pickle
import random
from dataclasses import dataclass, field

from orderloom.errors import OrderloomError
from orderloom.ports.orders import IdempotencyRecord

from tests.builders.catalogue import a_product, levels
from tests.builders.orders import a_payment, a_placed, an_order
from tests.convergence.ends import End, differences, end_of, told
from tests.convergence.engine import NOTHING, Engine
from tests.convergence.history import (
    BEGAN,
    ORDER_ID,
    SKU,
    TENANT,
    TOTAL,
    Done,
    History,
    Recording,
)
from tests.convergence.orderings import Limits, Ordering, orderings
from tests.convergence.razorpay_script import CURRENCY as RUPEES
from tests.convergence.razorpay_script import RazorpayScript
from tests.convergence.shop import Shop, State
from tests.convergence.stripe_script import StripeScript

_PAUSES = (0, 0, 1, 2, 100)
_ATTEMPTS = 5
SCRIPTS = {"stripe": StripeScript, "razorpay": RazorpayScript}


@dataclass(frozen=True)
class Divergence:
    """Two ends of one history."""

    history: str
    straight: Ordering
    ordering: Ordering
    found: tuple[str, ...]

    def __str__(self) -> str:
        told = [
            f"divergent: {self.history}",
            f"  seed {self.ordering.seed}",
            f"  {self.straight}",
            f"  {self.ordering}",
        ]
        return "\n".join([*told, *(f"    {line}" for line in self.found)])


@dataclass
class Outcome:
    """`end`: of the straight telling."""

    history: str
    tried: int = 0
    end: End = field(default_factory=dict)
    divergent: list[Divergence] = field(default_factory=list)


class Trial:
    """One history in one table."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine, self._history = engine, history
        self.recording: Recording = SCRIPTS[history.provider](history).record(history)
        self._items, self._state = self._begun()

    def run(
        self, seed: int, limits: Limits, part: int = 0, parts: int = 1, *, enough: int | None = None
    ) -> Outcome:
        """Every `parts`-th of the orderings, beginning with number `part`.

        No more of them once `enough` were found to be divergent.
        """
        outcome = Outcome(self._history.name)
        straight: Ordering | None = None
        ways = orderings(self._history.name, self.recording.steps, seed, limits)
        for number, ordering in enumerate(ways):
            if straight is None:
                straight, outcome.end = ordering, self.end(ordering)
                if told(outcome.end) != self._history.ends:
                    wrong = f"ends {told(outcome.end)}, not {self._history.ends}"
                    outcome.divergent.append(self._diverged(straight, ordering, wrong))
            if enough is not None and len(outcome.divergent) >= enough:
                break
            if number % parts != part:
                continue
            outcome.tried += 1
            found = differences(outcome.end, self.end(ordering))
            if found:
                outcome.divergent.append(self._diverged(straight, ordering, *found))
        return outcome

    def _diverged(self, straight: Ordering, ordering: Ordering, *found: str) -> Divergence:
        return Divergence(self._history.name, straight, ordering, found)

    def end(self, ordering: Ordering) -> End:
        """From the same beginning, told in this order."""
        self._engine.load(self._items)
        rng = random.Random(ordering.seed)
        # What the merchant does meets the bank as it is by then: it may know all there is.
        deeds = any(isinstance(step, Done) for step in ordering.steps)
        shop = self._shop(pickle.loads(self._state), ahead=rng.random() < 0.5 or deeds)  # noqa: S301 - our own
        try:
            self._tell(shop, ordering, rng)
        except OrderloomError as error:
            return {"failed": f"{type(error).__name__}: {error}"}
        return end_of(shop)

    def _tell(self, shop: Shop, ordering: Ordering, rng: random.Random) -> None:
        for done in self.recording.just_done:
            shop.take(done)
        for step in ordering.steps:
            if self._history.pauses:
                shop.pause(rng, rng.choice(_PAUSES))
            shop.take(step)
        shop.settle(rng)

    def _begun(self) -> tuple[bytes, bytes]:
        """The order is placed; what the history settles before all else has happened."""
        self._engine.load(NOTHING)
        state, rng, terms = State(), random.Random(0), self._history.terms
        state.clock.set(BEGAN)
        shop = self._shop(state, ahead=False)
        currency = RUPEES if self._history.provider == "razorpay" else "USD"
        order = an_order(
            created_at=BEGAN,
            order_id=ORDER_ID,
            tenant_id=TENANT,
            total=TOTAL,
            currency=currency,
            payment=a_payment(
                provider=self._history.provider,
                max_attempts=_ATTEMPTS,
                capture=terms.capture,
                hosted=terms.hosted,
            ),
        )
        shop.catalogue.save(a_product(SKU), seen=(), levels=levels(SKU, 2, 2, 2))
        key = IdempotencyRecord("key", "f00d", ORDER_ID)
        shop.orders.place(order, a_placed(order), list_shards=1, idempotency=key)
        shop.state.executions.start(
            tenant_id=TENANT, order_id=ORDER_ID, attempt=1, payment_window_seconds=1800
        )
        if not self._history.pauses or self.recording.before:
            shop.settle(rng)
        for step in self.recording.before:
            shop.take(step)
            shop.settle(rng)
        return self._engine.items(), pickle.dumps(state)

    def _shop(self, state: State, *, ahead: bool) -> Shop:
        table, history = self._engine.table, self._history
        return Shop(table, self.recording, history.provider, history.terms, state, ahead=ahead)
