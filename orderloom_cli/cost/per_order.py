"""One paid and shipped order as `make bench` counted it, and two designs to compare it with."""

from orderloom_cli.cost.quantities import Quantities

COUNTED_ON = "2026-11-22"
"""By `make bench`, on the embedded emulator with two processors, which the GB-seconds are of."""

PLACING = Quantities(
    api_requests=1,
    invocations=9,
    gigabyte_seconds=0.307,
    queue_requests=6,
    transitions=3,
    write_units=19,
    read_units=18,
    log_kilobytes=5.8,
    traces=0.01,
)
PAYING = Quantities(
    api_requests=1,
    invocations=7,
    gigabyte_seconds=0.303,
    queue_requests=9,
    write_units=15,
    read_units=15,
    log_kilobytes=4.3,
    traces=0.01,
    objects_written=1,
)
TRACKING = Quantities(
    api_requests=4,
    invocations=9,
    gigabyte_seconds=0.264,
    queue_requests=12,
    write_units=5,
    read_units=14,
    log_kilobytes=7.7,
    traces=0.04,
)
"""From its placing until it can be paid; its payment until its label is there; four webhooks of its
parcel, of which three move it on. GB-seconds as counted when nothing else ran on the machine."""

PAYING_WEBHOOKS = 1
TRACKING_WEBHOOKS = 4

NAIVE = Quantities(
    api_requests=7,
    invocations=23,
    gigabyte_seconds=1.6,
    queue_requests=18,
    transitions=16,
    write_units=141,
    read_units=34,
    log_kilobytes=133,
    traces=13,
)
"""A Lambda function a step, every write a transaction, everything logged and traced."""

FLOOR = Quantities(
    api_requests=7,
    invocations=9.6,
    gigabyte_seconds=0.34,
    queue_requests=7,
    transitions=3,
    write_units=12,
    read_units=2,
    log_kilobytes=3,
)
"""The least that a saga with a task token needs, whatever the design: no audit records."""
