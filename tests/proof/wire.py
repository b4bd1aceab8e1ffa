"""Between the functions and everything they call: records each call, and makes trouble."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tests.e2e.key_watch import KeyWatch
from tests.proof.answers import refusal
from tests.proof.calls import Asked, Tenants, asked_of_aws, asked_of_provider
from tests.proof.listener import Listener, Passage, returned
from tests.proof.troubles import Call, Crash, Fault, Troubles
from tests.proof.workers import Ends, Workers

_LONGER_THAN_ANYBODY_WAITS = 7.0
Calls = dict[str, Call]
"""One request may be made for several tenants: by tenant."""

Reader = Callable[[str, str, dict[str, str], bytes], Asked]


@dataclass(frozen=True)
class Made:
    """A call as the record keeps it; `came`: the answer's status, or what was done instead."""

    call: Call
    came: str


@dataclass
class Wire:
    """Pass `before_aws` and `before_providers` to LocalEnvironment."""

    workers: Workers = field(default_factory=Workers)
    tenants: Tenants = field(default_factory=Tenants)
    watch: KeyWatch = field(default_factory=KeyWatch)
    troubles: dict[str, Troubles] = field(default_factory=dict)
    made: dict[str, list[Made]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _functions: dict[str, str] = field(default_factory=dict)
    _listeners: list[Listener] = field(default_factory=list)

    def before_aws(self, emulator_url: str) -> str:
        return self._listen(emulator_url, asked_of_aws)

    def before_providers(self, simulator_url: str) -> str:
        return self._listen(simulator_url, asked_of_provider)

    def stop(self) -> None:
        for listener in self._listeners:
            listener.stop()

    def begin(self, tenant_id: str, troubles: Troubles) -> None:
        """From here on a tenant's calls are counted, and its troubles begin."""
        self.made[tenant_id].clear()
        self._counts[tenant_id].clear()
        self.troubles[tenant_id] = troubles

    def _listen(self, target: str, read: Reader) -> str:
        self._listeners.append(Listener(target, partial(self._decide, read)))
        return self._listeners[-1].url

    async def _decide(self, read: Reader, passage: Passage) -> Response:
        request = passage.request
        asked = read(request.method, passage.path, dict(request.headers), passage.body)
        function = await self._function(asked, passage.ends)
        calls = {
            tenant_id: self._count(tenant_id, function, asked)
            for tenant_id in self.tenants.of(asked)
        }
        meeting = self._meeting(calls, asked) if function else None
        if isinstance(meeting, Crash):
            return await self._die(calls, passage, after=meeting.takes_effect)
        if meeting and not await self._goes_on(meeting, passage):
            self._record(calls, meeting.kind)
            return refusal(asked.service, meeting.kind)
        answer = await passage.send()
        self._record(calls, f"{answer.status_code}{f', {meeting.kind}' if meeting else ''}")
        self._learn(asked, function, passage.body, answer.content)
        return returned(answer)

    def _meeting(self, calls: Calls, asked: Asked) -> Crash | Fault | None:
        found = (
            self.troubles[tenant_id].meeting(call, asked)
            for tenant_id, call in calls.items()
            if tenant_id in self.troubles
        )
        return next((one for one in found if one), None)

    async def _die(self, calls: Calls, passage: Passage, *, after: bool) -> Response:
        came = "died before it"
        if after:
            came = f"took effect ({(await passage.send()).status_code}), died"
        killed = await run_in_threadpool(self.workers.kill_at, passage.ends)
        self._record(calls, came if killed else f"{came}: but was gone already")
        return Response(status_code=503)

    @staticmethod
    async def _goes_on(fault: Fault, passage: Passage) -> bool:
        """Whether the call is answered in the end."""
        if fault.kind == "sent again later":
            # Behind whatever is sent meanwhile; the caller does not wait for it.
            again = partial(asyncio.ensure_future, passage.send())
            asyncio.get_running_loop().call_later(fault.seconds, again)
            return True
        if fault.kind in {"sent twice", "answer lost"}:
            await passage.send()
        if fault.kind in {"lost on the way", "answer lost"}:
            await asyncio.sleep(_LONGER_THAN_ANYBODY_WAITS)
        await asyncio.sleep(fault.seconds)
        return fault.kind in {"sent twice", "slow"}

    async def _function(self, asked: Asked, ends: Ends) -> str:
        known = self._functions.get(asked.access_key)
        if known:
            return known
        found = await run_in_threadpool(self.workers.function_at, ends)
        if found and asked.access_key:
            self._functions[asked.access_key] = found
        return found

    def _count(self, tenant_id: str, function: str, asked: Asked) -> Call:
        counts = self._counts[tenant_id]
        counts[function, asked.name] += 1
        return Call(function, asked.name, counts[function, asked.name])

    def _record(self, calls: Calls, came: str) -> None:
        for tenant_id, call in calls.items():
            self.made[tenant_id].append(Made(call, came))

    def _learn(self, asked: Asked, function: str, body: bytes, answer: bytes) -> None:
        whose = self.tenants.of(asked)
        given = self.tenants.learn(asked, whose, answer.decode(errors="replace"))
        if given:
            self._functions[given] = function
        if asked.service == "dynamodb" and function:
            operation = f"DynamoDB.{asked.operation}"
            self.watch.hears(operation, asked.access_key, asked.document, lambda: function)
            self.watch.hears_answer(asked.access_key, json.loads(answer or b"{}"))
        elif body.startswith(b"Action="):
            self.watch.hears_of_session(body, answer)
