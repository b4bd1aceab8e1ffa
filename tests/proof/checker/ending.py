"""Every order ends as its story says, or as a task for a person; no saga runs on."""

from collections.abc import Iterator

from tests.proof.checker.evidence import Evidence, OrderFile, Violation

RULE = "every order ended or has a task"


def check(evidence: Evidence) -> Iterator[Violation]:
    for placement in evidence.placements:
        if placement.order_id is None:
            continue
        items = evidence.partition(f"T#{placement.tenant_id}#ORD#{placement.order_id}")
        file = OrderFile(placement.tenant_id, placement.order_id, items)
        if file.end not in placement.ends:
            seen = f"it is {file.end}, and should be {' or '.join(sorted(placement.ends))}"
            yield Violation(RULE, file.tenant_id, file.order_id, seen)
        if file.head.get("saga_running", True) is not False:
            yield Violation(RULE, file.tenant_id, file.order_id, "its saga never told its end")
    for name, state in evidence.executions.items():
        if state == "RUNNING":
            order_id = name.rpartition("-")[0]
            yield Violation(RULE, "-", order_id, f"execution {name} still runs")
