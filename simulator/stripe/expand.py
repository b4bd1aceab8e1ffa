"""The `expand[]` parameter: ids in an answer replaced by the objects they name."""

from simulator.json_types import JsonObject, JsonValue
from simulator.stripe.account import StripeAccount
from simulator.stripe.errors import refused

_DEEPEST = 4


def expanded(account: StripeAccount, document: JsonObject, paths: list[str]) -> JsonObject:
    """A copy of `document` with every path expanded; Stripe allows four levels.

    A bad path counts as executed: by now the effect took place and must not be repeated.
    """
    for path in paths:
        segments = path.split(".")
        if len(segments) > _DEEPEST:
            raise refused(f"{path} expands more than {_DEEPEST} levels.", param="expand")
        document = _expand(account, document, segments, path)
    return document


def _expand(
    account: StripeAccount, document: JsonObject, segments: list[str], path: str
) -> JsonObject:
    name, rest = segments[0], segments[1:]
    if name not in document:
        raise refused(f"This property cannot be expanded ({path}).", param="expand")
    value = _resolve(account, name, document[name])
    if rest and isinstance(value, dict):
        value = _expand(account, value, rest, path)
    elif rest and isinstance(value, list):
        value = [_expand(account, item, rest, path) for item in value]
    return {**document, name: value}


def _resolve(account: StripeAccount, name: str, value: JsonValue) -> JsonValue:
    shelves = {
        "customer": account.customers,
        "payment_intent": account.intents,
        "charge": account.charges,
        "latest_charge": account.charges,
        "source": {**account.charges, **account.refunds, **account.disputes, **account.payouts},
    }
    if name == "balance_transaction" and isinstance(value, str):
        return account.balance_transactions.get(value, value)
    if not isinstance(value, str) or name not in shelves:
        return value
    return shelves[name].get(value, value)
