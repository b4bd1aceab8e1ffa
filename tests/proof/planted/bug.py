"""What a planted bug is, and the troubles that show one."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.packaged import Edit
from tests.proof.troubles import Call, Crash, Fault, Troubles

NEW_EACH_TIME = "{__import__('uuid').uuid4().hex}"


@dataclass(frozen=True)
class Bug:
    """`rule`: what it breaks, told in `flow` with these troubles; `seconds`: as measured."""

    name: str
    rule: str
    flow: str
    edits: tuple[Edit, ...]
    troubles: Callable[[], Troubles] = Troubles
    seconds: float = 60.0


def dies(function: str, name: str, *, after: bool, nth: int = 1, times: int = 1) -> Troubles:
    crash = Crash(Call(function, name, nth), takes_effect=after, like=True, times=times)
    return Troubles([crash])


def failing(service: str, function: str, times: int) -> Troubles:
    return Troubles(faults=[Fault(service, "unavailable", times, function=function)])


REPOSITORY = "adapters/dynamodb/orders.py"
