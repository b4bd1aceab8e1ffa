"""The function operators ask about a tenant's connections: it may read their credentials."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orderloom.keys import TENANT_LIST_SHARDS

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ExaminationError, InconsistentError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


@dataclass(frozen=True)
class Examination:
    """Invoked with the operator's own AWS permissions; it has no address on the network."""

    functions: "LambdaClient"
    name: str

    def connections(self, tenant_id: str | None) -> Iterator[JsonObject]:
        """Those with a record to read: `tenant_id`, `provider`, `books`; None: everybody's."""
        if tenant_id is not None:
            yield from self._ask("connections", tenant_id=tenant_id)["connections"]
            return
        for shard in range(TENANT_LIST_SHARDS):
            after: str | None = ""
            while after is not None:
                page = self._ask("connections", shard=shard, after=after)
                yield from page["connections"]
                after = page["after"]

    def reconcile(self, tenant_id: str, provider: str, **options: object) -> Iterator[JsonObject]:
        """One report for each piece, until all is read. `since`, `book`, `dry_run`."""
        while True:
            report = self._ask("reconcile", tenant_id=tenant_id, provider=provider, **options)
            yield report
            if report["go_on"] is None:
                return
            options["go_on"] = report["go_on"]

    def hours(self, tenant_id: str, provider: str, since: str | None) -> list[JsonObject]:
        """What sweeps found, hour by hour."""
        answer = self._ask("hours", tenant_id=tenant_id, provider=provider, since=since)
        found: list[JsonObject] = answer["hours"]
        return found

    def _ask(self, ask: str, **question: object) -> JsonObject:
        payload = json.dumps({"ask": ask, **question})
        answered = self.functions.invoke(FunctionName=self.name, Payload=payload)
        document: JsonObject = json.loads(answered["Payload"].read())
        if answered.get("FunctionError"):
            raise InconsistentError(f"{self.name} failed; its log says why")
        if "error" in document:
            raise ExaminationError(document["error"]["kind"], document["error"]["message"])
        found: JsonObject = document["answer"]
        return found
