"""All promises of an order, checked against what a run left behind."""

from collections.abc import Callable, Iterator

from tests.proof.checker import arrivals, ending, money, parcels, stock, telling, tenants
from tests.proof.checker.evidence import Evidence, Violation

RULES: dict[str, Callable[[Evidence], Iterator[Violation]]] = {
    arrivals.RULE: arrivals.check,
    money.ONE_CHARGE: money.check_charges,
    money.LEDGER: money.check_ledger,
    stock.RULE: stock.check,
    parcels.RULE: parcels.check,
    telling.RULE: telling.check,
    ending.RULE: ending.check,
    tenants.RULE: tenants.check,
}


def violations(evidence: Evidence) -> list[Violation]:
    return [found for check in RULES.values() for found in check(evidence)]
