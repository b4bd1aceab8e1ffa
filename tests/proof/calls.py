"""What a call is, and for which tenants it is made; told from the request alone."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_TENANT = re.compile(r"shop-\d+")
_KEY = re.compile(r"KEY#[0-9a-f]{64}")
_ACCESS_KEY = re.compile(r"<AccessKeyId>(\w+)</AccessKeyId>")
_ID = re.compile(r"(?!v\d+$).*\d.*|[a-z]+_\w{10,}")
_KIND = re.compile(r"^(?:EVENT#[a-z]\w*|LEDGER#\w+|[A-Z]+)")


@dataclass(frozen=True)
class Asked:
    """One request of a function. `service` is "dynamodb", "sqs", …, "stripe", "shipstation"."""

    service: str
    operation: str
    text: str
    document: dict[str, Any]
    access_key: str = ""

    @property
    def name(self) -> str:
        """With what it is about, so that the third PutItem is not confused with the fourth."""
        about = " ".join(_about(self.document)) if self.service == "dynamodb" else ""
        return f"{self.service} {self.operation} {about}".strip()


def asked_of_aws(method: str, path: str, headers: dict[str, str], body: bytes) -> Asked:
    authorization = headers.get("authorization", "")
    scope = authorization.partition("Credential=")[2].partition(",")[0].split("/")
    service = scope[3] if len(scope) > 3 else ""
    text, document = body.decode(errors="replace"), _document(body)
    if target := headers.get("x-amz-target"):
        operation = target.rpartition(".")[2]
    elif text.startswith("Action="):
        operation = text[len("Action=") :].partition("&")[0]
    else:
        operation = f"{method} {_without_ids(path)}" if service != "s3" else method
    return Asked(service, operation, f"{path} {text}", document, scope[0])


def asked_of_provider(method: str, path: str, headers: dict[str, str], body: bytes) -> Asked:
    provider, _, rest = path.lstrip("/").partition("/")
    whose = " ".join(headers.get(name, "") for name in ("authorization", "api-key"))
    text = f"{whose} {path} {body.decode(errors='replace')}"
    return Asked(provider, f"{method} {_without_ids('/' + rest)}", text, {})


@dataclass
class Tenants:
    """Whose a request is; it may be several tenants' at once, or nobody's."""

    _by_word: dict[str, str] = field(default_factory=dict)

    def add(self, tenant_id: str, api_key: str) -> None:
        digest = hashlib.sha256(api_key.encode()).hexdigest()
        self._by_word[f"KEY#{digest}"] = tenant_id

    def of(self, asked: Asked) -> frozenset[str]:
        found = set(_TENANT.findall(asked.text))
        words = [asked.access_key, asked.document.get("taskToken"), *_KEY.findall(asked.text)]
        found |= {self._by_word[word] for word in words if word in self._by_word}
        return frozenset(found)

    def learn(self, asked: Asked, tenants: frozenset[str], answer: str) -> str | None:
        """From a request that succeeded; a new access key, if that is what was given."""
        if len(tenants) != 1:
            return None
        (tenant_id,) = tenants
        for item in _items(asked.document):
            if "token" in item and item.get("SK") == {"S": "TOKEN"}:
                self._by_word[item["token"]["S"]] = tenant_id
        given = _ACCESS_KEY.search(answer) if asked.operation == "AssumeRole" else None
        if given is None:
            return None
        self._by_word[given[1]] = tenant_id
        return given[1]


def _without_ids(path: str) -> str:
    return "/".join("*" if _ID.fullmatch(word) else word for word in path.split("/"))


def _about(document: dict[str, Any]) -> Iterator[str]:
    """Kinds of the items named: ORDER, EVENT#stripe, LEDGER#stripe, STOCK, …"""
    for item in _items(document):
        sort = item.get("SK", {}).get("S", "")
        partition = item.get("PK", {}).get("S", "").split("#")
        found = _KIND.match(sort)
        yield found[0] if found else "#".join(partition[2:3] or partition[:1])
    if "KeyConditionExpression" in document:
        values = document.get("ExpressionAttributeValues", {}).values()
        keys = [value.get("S", "") for value in values]
        yield from (key.split("#")[2] for key in keys if key.startswith("T#"))


def _items(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "Key" in document or "Item" in document:
        yield document.get("Key") or document["Item"]
    for step in document.get("TransactItems", []):
        for write in step.values():
            yield write.get("Key") or write["Item"]
    for table in document.get("RequestItems", {}).values():
        yield from table.get("Keys", []) if isinstance(table, dict) else []


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
