"""Where a target is known not to be met: why. Beside each stands the measured distance."""

CAUSES = {
    "wru_per_order": "Order and event, four units in each of four transactions, are most of it; "
    "the head passes a KB with its third scan, and calls of a slow carrier take a turn each. See "
    "docs/cost.md.",
    "fastapi_cpu_over_ours": "A third of our time is the runtime client's own; the log line, the "
    "metric and the call to SQS are most of the rest.",
    "verify_parse_over_sdk": "Two thirds of it is json: the standard library's C scanner, which "
    "builds every field of the event to find one that is malformed. What is genuine but no JSON "
    "is to be refused as the SDK refuses it, so nothing is skipped. A parser in Rust (orjson) "
    "would take 5 µs instead of 12, and 2 to 3 ms of each cold start.",
    "ack_p99_rush_over_normal": "All environments of the function, the queue's echo and who sends "
    "share this machine's processors; on AWS each environment has its own share.",
    "quiet_p99_beside_noise_over_alone": "Each side has half of the processors, as environments "
    "on AWS have their share; the queue's echo serves both, from either half. The door keeps "
    "nothing that tenants share.",
    "ack_p50_hanging_over_healthy": "The door asks no provider (the count of connections to the "
    "hanging one is beside it), so what differs is the machine's noise.",
    "init_over_ideal_bytecode": "The layers' bytecode is that of an unchecked hash, as the ideal "
    "is: what differs is the machine's noise.",
    "slowest_ttfa_over_stub": "The stub has no code of ours. A function loads the services it is "
    "made of, the domain they speak in and the mapping of its records (pynamodb's attributes): 60 "
    "to 120 ms, most of it classes being made, for validators are built when first used and "
    "adapters loaded when first asked for. The page of `make bench` shows every one.",
    "sale_drained_seconds": "70 orders a minute, at two calls each, are near the 200 that "
    "ShipStation gives an account: look first at how many calls a label took, and at the load "
    "average.",
}
