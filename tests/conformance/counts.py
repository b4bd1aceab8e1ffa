"""What a conformance run has tried; its last line tells."""

from dataclasses import dataclass


@dataclass
class Counts:
    requests_validated: int = 0
    responses_decoded: int = 0
    failed: int = 0

    def line(self) -> str:
        return (
            f"requests validated: {self.requests_validated}, "
            f"responses decoded: {self.responses_decoded}, failed: {self.failed}"
        )


COUNTS = Counts()
