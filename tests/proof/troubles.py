"""What may happen to the calls made for one tenant."""

from dataclasses import dataclass, field
from typing import Protocol

from tests.proof.calls import Asked


@dataclass(frozen=True, order=True)
class Call:
    """The `nth` time a function made a call of this name for an order: a place to die at."""

    function: str
    name: str
    nth: int

    def __str__(self) -> str:
        return f"{self.function}: {self.name}" + (f" ({self.nth})" if self.nth > 1 else "")


class Answer(Protocol):
    """What the wire does with a call instead of passing it on; see wire.py."""


@dataclass
class Crash:
    """Whoever makes the call dies: before it, or once it took effect."""

    at: Call
    takes_effect: bool
    happened: int = 0

    def claims(self, call: Call) -> bool:
        if self.happened or call != self.at:
            return False
        self.happened += 1
        return True

    def __str__(self) -> str:
        return f"died {'after' if self.takes_effect else 'before'} {self.at}"


@dataclass
class Fault:
    """A service misbehaves for the first `times` calls: see FAULTS."""

    service: str
    kind: str
    times: int
    happened: int = 0
    seconds: float = 0.0

    def claims(self, asked: Asked) -> bool:
        if self.happened >= self.times or asked.service != self.service:
            return False
        self.happened += 1
        return True

    def __str__(self) -> str:
        return f"{self.service} {self.kind}"


@dataclass
class Troubles:
    """Of one tenant: at most one crash, and faults; `copies` doubles messages that are sent."""

    crash: Crash | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def happened(self) -> bool:
        each = [self.crash] if self.crash else []
        return all(one.happened for one in (*each, *self.faults))
