"""The simulated Stripe behind its SDK, without a socket."""

from collections.abc import Mapping

import stripe

from tests.unit.simulator.harness import Harness


class SimulatedHttp(stripe.HTTPClient):
    """`asked` are the paths called."""

    name = "simulated"

    def __init__(self, harness: Harness) -> None:
        super().__init__()
        self._harness = harness
        self.asked: list[str] = []

    def request(  # type: ignore[override]  # the SDK's private arguments mean nothing here
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: str | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        path = url.removeprefix("http://sim")
        self.asked.append(path)
        sent = dict(headers or {})
        answer = self._harness.call(method.upper(), path, headers=sent, content=post_data)
        return answer.text, answer.status_code, dict(answer.headers)

    def close(self) -> None:
        """Nothing is open."""
