"""AWS list prices, on demand, us-east-1, in USD: the one table of them. docs/cost.md shows it.

No free tier, no savings plan, no enterprise discount.
"""

from dataclasses import dataclass

AS_OF = "2026-11-21"
"""When the table was last gone over; look at aws.amazon.com/pricing before a decision."""

MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """`usd` for a million of what is counted; `service` is where the bill shows it."""

    service: str
    unit: str
    usd: float


PRICES: dict[str, Price] = {
    "api_requests": Price("API Gateway", "requests to the HTTP API", 1.00),
    "invocations": Price("Lambda", "requests", 0.20),
    "gigabyte_seconds": Price("Lambda", "GB-seconds on arm64", 13.33),
    "queue_requests": Price("SQS", "requests to a standard queue", 0.40),
    "transitions": Price("Step Functions", "state transitions, Standard", 25.00),
    "write_units": Price("DynamoDB", "write request units", 0.625),
    "read_units": Price("DynamoDB", "read request units", 0.125),
    "log_kilobytes": Price("logs and traces", "KB of logs taken in ($0.50 a GB)", 0.50),
    "traces": Price("logs and traces", "traces recorded", 5.00),
    "objects_written": Price("S3", "PUT requests", 5.00),
    "key_requests": Price("KMS", "requests", 3.00),
}

USD_PER_GIGABYTE_MONTH = {"DynamoDB": 0.25, "S3": 0.023}
"""For each month that it is kept."""
