"""Watches that whoever has one tenant's credentials touches that tenant's keys only.

The emulator does not evaluate `dynamodb:LeadingKeys`, so what AWS would refuse is caught here:
every answer of AssumeRole tells whose an access key is, and every request to DynamoDB is judged
by the key it was signed with. Requests by a function's own role are held to ON_THE_PLATFORM.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qs

from orderloom.adapters.tenant_credentials import TENANT_TAG

from tests.e2e.named_keys import UnreadableRequestError, keys_of_tenants, named_keys
from tests.platform_keys import ON_THE_PLATFORM

_ACCESS_KEY = re.compile(rb"<AccessKeyId>(\w+)</AccessKeyId>")
_DYNAMODB = "DynamoDB."


@dataclass
class KeyWatch:
    """Told by the recording proxy of what functions ask of AWS.

    Attributes:
        offences: what was done that AWS would have refused, or should have.
        requests: how many were made with each tenant's credentials.
    """

    offences: list[str] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    _tenants: dict[str, str] = field(default_factory=dict)
    _functions: dict[str, str] = field(default_factory=dict)

    def hears_of_session(self, request: bytes, answer: bytes) -> None:
        """An AssumeRole and what STS said."""
        asked = {name: values[0] for name, values in parse_qs(request.decode()).items()}
        given = _ACCESS_KEY.search(answer)
        if asked.get("Action") != "AssumeRole" or given is None:
            return
        if asked.get("Tags.member.1.Key") == TENANT_TAG and "Tags.member.2.Key" not in asked:
            self._tenants[given[1].decode()] = asked["Tags.member.1.Value"]
        else:
            self.offences.append(f"a session for no tenant: {asked.get('RoleArn')}")

    def hears(
        self, operation: str, access_key: str, body: dict[str, Any], caller: Callable[[], str]
    ) -> None:
        """A request to DynamoDB; `caller` finds out which function makes it."""
        action = operation.removeprefix(_DYNAMODB)
        tenant_id = self._tenants.get(access_key)
        try:
            if tenant_id is None:
                self._judge_own_role(action, body, self._function(access_key, caller))
            else:
                self._judge_tenant(action, body, tenant_id)
        except UnreadableRequestError as exc:
            self._offended(tenant_id or self._function(access_key, caller), str(exc), body)

    def hears_answer(self, access_key: str, answer: dict[str, Any]) -> None:
        """What DynamoDB said."""
        tenant_id = self._tenants.get(access_key)
        if tenant_id is None:
            return
        if strangers := _not_of(tenant_id, keys_of_tenants(answer)):
            self._offended(tenant_id, f"was given {strangers}", answer)

    def check(self) -> None:
        """Raise for what was seen since the last check."""
        offences, self.offences = self.offences, []
        assert not offences, "\n".join(offences)

    def _judge_tenant(self, operation: str, body: dict[str, Any], tenant_id: str) -> None:
        self.requests[tenant_id] += 1
        named = [key.partition for key in named_keys(operation, body)]
        # Other values too: an item listed in another tenant's list would be shown by it.
        if strangers := _not_of(tenant_id, [*named, *keys_of_tenants(body)]):
            self._offended(tenant_id, f"{operation} names {strangers}", body)

    def _judge_own_role(self, operation: str, body: dict[str, Any], function: str) -> None:
        for action, partition in named_keys(operation, body):
            if not any(
                action in actions and fnmatchcase(partition, pattern)
                for actions, patterns in ON_THE_PLATFORM.get(function, [])
                for pattern in patterns
            ):
                self._offended(function, f"{action} of {partition} by its own role", body)

    def _function(self, access_key: str, caller: Callable[[], str]) -> str:
        found = self._functions.get(access_key) or caller()
        if found:  # or it is gone before it could be asked, and the next one will tell
            self._functions[access_key] = found
        return found

    def _offended(self, who: str, what: str, body: object) -> None:
        self.offences.append(f"{who}: {what}\n  {json.dumps(body)}")


def _not_of(tenant_id: str, named: Iterable[str]) -> list[str]:
    prefix = f"T#{tenant_id}#"
    return sorted({key for key in named if not key.startswith(prefix)})
