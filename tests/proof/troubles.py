"""What may happen to the calls made for one tenant."""

from dataclasses import dataclass, field

from tests.proof.calls import Asked


@dataclass(frozen=True, order=True)
class Call:
    """The `nth` time a function made a call of this name for an order: a place to die at."""

    function: str
    name: str
    nth: int

    def __str__(self) -> str:
        return f"{self.function}: {self.name}" + (f" ({self.nth})" if self.nth > 1 else "")


@dataclass
class Crash:
    """Whoever makes the call dies: before it, or once it took effect.

    With `like`, any call counts of the function that has the name in its own: the `nth` of them
    and those after it, `times` in all.
    """

    at: Call
    takes_effect: bool
    like: bool = False
    times: int = 1
    happened: int = 0
    _seen: int = 0

    def claims(self, call: Call, _asked: Asked) -> bool:
        if self.happened >= self.times or not self._means(call):
            return False
        self.happened += 1
        return True

    def _means(self, call: Call) -> bool:
        if not self.like:
            return call == self.at
        if call.function != self.at.function or self.at.name not in call.name:
            return False
        self._seen += 1
        return self._seen >= self.at.nth

    def __str__(self) -> str:
        return f"died {'after' if self.takes_effect else 'before'} {self.at}"


@dataclass
class Fault:
    """A service misbehaves for the first `times` calls to it (by one `function`, if named).

    `kind`: throttled, unavailable, lost on the way, answer lost, slow (by `seconds`), sent twice,
    sent again later (after `seconds`).
    """

    service: str
    kind: str
    times: int
    seconds: float = 0.0
    function: str = ""
    name: str = ""
    happened: int = 0

    def claims(self, call: Call, asked: Asked) -> bool:
        if self.happened >= self.times or asked.service != self.service:
            return False
        if self.function not in ("", call.function) or self.name not in call.name:
            return False
        self.happened += 1
        return True

    def __str__(self) -> str:
        return f"{self.function or 'any function'}: {self.service} {self.kind}"


@dataclass
class Troubles:
    """Of one tenant; `rules` are for the simulator, which adds the account."""

    crashes: list[Crash] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rules: list[dict[str, object]] = field(default_factory=list)

    @property
    def happened(self) -> bool:
        return all(one.happened for one in self._each)

    @property
    def _each(self) -> list[Crash | Fault]:
        return [*self.crashes, *self.faults]

    def meeting(self, call: Call, asked: Asked) -> Crash | Fault | None:
        """What happens to this call."""
        return next((one for one in self._each if one.claims(call, asked)), None)

    def __str__(self) -> str:
        words = [str(one) for one in self._each] + [_told(rule) for rule in self.rules]
        return "; ".join(words) or "no trouble"


def _told(rule: dict[str, object]) -> str:
    return f"{rule.get('provider', 'webhooks')} {rule['action']}"
