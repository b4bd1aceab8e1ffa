"""Cursor pagination over an account's objects, newest first."""

from collections.abc import Callable, Iterable

from simulator.json_types import JsonObject
from simulator.stripe.errors import invalid, missing
from simulator.stripe.params import Params

PAGING = frozenset({"limit", "starting_after", "ending_before", "created"})

_DEFAULT_LIMIT = 10
_LARGEST_LIMIT = 100
_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


def page(
    params: Params,
    url: str,
    oldest_first: Iterable[JsonObject],
    keep: Callable[[JsonObject], bool] = lambda _item: True,
) -> JsonObject:
    """One page of the objects that pass `keep` and the `created` bounds."""
    limit = params.integer("limit") or _DEFAULT_LIMIT
    if limit > _LARGEST_LIMIT:
        raise invalid("limit is at most 100", "limit", "parameter_invalid_integer")
    within = _created_filter(params)
    items = [item for item in reversed(list(oldest_first)) if keep(item) and within(item)]
    after, before = params.text("starting_after"), params.text("ending_before")
    if before is not None:
        newer = items[: _position(items, before, "ending_before")]
        chosen, has_more = newer[-limit:], len(newer) > limit
    else:
        rest = items if after is None else items[_position(items, after, "starting_after") + 1 :]
        chosen, has_more = rest[:limit], len(rest) > limit
    return {"object": "list", "data": chosen, "has_more": has_more, "url": url}


def _position(items: list[JsonObject], object_id: str, param: str) -> int:
    for position, item in enumerate(items):
        if item["id"] == object_id:
            return position
    raise missing("object", object_id, param, in_path=False)


def _created_filter(params: Params) -> Callable[[JsonObject], bool]:
    given = params.tree.get("created")
    if isinstance(given, str) and given:
        exact = params.integer("created", minimum=0)
        return lambda item: item["created"] == exact
    bounds = Params(params.mapping("created"))
    bounds.only(frozenset(_COMPARISONS))
    limits = {name: bounds.required_integer(name, minimum=0) for name in bounds.tree}
    return lambda item: all(
        _COMPARISONS[name](item["created"], bound) for name, bound in limits.items()
    )
