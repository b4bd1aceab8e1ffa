"""Any port, with something done around each of its calls."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

P = TypeVar("P")

Around = Callable[[Callable[[], Any]], Any]
"""Gets a call, makes it or not, and returns what it answers."""


def wrapped(port: Callable[..., P], inner: object, around: Around) -> P:
    """`inner`, whose methods of the class `port` are called by `around`; a new one is, too.

    What is no method is as `inner` has it.
    """
    base = cast("type", port)
    members = {
        name: _through(around, getattr(inner, name)) if callable(value) else _told_by(inner, name)
        for cls in reversed(base.__mro__[:-1])
        for name, value in vars(cls).items()
        if not name.startswith("_")
    }
    others = {"__getattr__": lambda _self, name: getattr(inner, name)}
    made = type(f"Wrapped{type(inner).__name__}", (base,), others | members)
    return cast("P", made())


def _told_by(inner: object, name: str) -> property:
    """A class attribute of the port would hide what `inner` says."""
    return property(lambda _self: getattr(inner, name))


def _through(around: Around, method: Callable[..., Any]) -> Callable[..., Any]:
    def called(_self: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return around(partial(method, *args, **kwargs))

    return called
