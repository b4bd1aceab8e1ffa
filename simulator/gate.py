"""Where API fault rules meet a provider's calls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from simulator.clock import Clock
from simulator.dropping import DroppedResponse
from simulator.fault_rules import ApiRule
from simulator.faults import ApiCall, FaultBook

Pause = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Gate:
    """Runs a call under the rules in force.

    `proceed` receives a pause to await immediately before the effect. It is handed over rather
    than awaited here because a provider may have to claim an idempotency key first: a slow call
    must be seen as in flight by a second one.
    """

    faults: FaultBook
    clock: Clock

    async def run(
        self,
        call: ApiCall,
        refuse: Callable[[int], Response],
        proceed: Callable[[Pause], Awaitable[Response]],
    ) -> Response:
        verdict = self.faults.judge_call(call)

        async def pause() -> None:
            if verdict.delay:
                await self.clock.sleep(verdict.delay)

        if verdict.refusal is not None:
            await pause()
            return _refusal(verdict.refusal, refuse)
        response = await proceed(pause)
        if verdict.delay_response:
            await self.clock.sleep(verdict.delay_response)
        return DroppedResponse() if verdict.drop_response else response


def _refusal(rule: ApiRule, refuse: Callable[[int], Response]) -> Response:
    status = rule.status or 500
    response = refuse(status) if rule.body is None else JSONResponse(rule.body, status)
    for name, value in rule.headers.items():
        response.headers[name] = value
    return response
