"""docs/api.md does what it says: its examples run, in order, and its table is complete."""

import re
import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from orderloom.http import problems
from orderloom.http.problems import Kind

from tests.unit.http.client import Answer, Client
from tests.unit.http.memory import OPERATOR_KEY, MemoryContainer

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"^(curl .*?)  # (\d{3})$", PAGE, re.MULTILINE | re.DOTALL)
OPERATOR = f"Bearer {OPERATOR_KEY}"


class Shell:
    """Runs the page's `curl` lines against the routers, with an authorizer of its own."""

    def __init__(self) -> None:
        self.client = Client(MemoryContainer())
        self.variables = {
            "API": "",
            "OPERATOR_KEY": OPERATOR_KEY,
            "JSON": "Content-Type: application/json",
        }

    def curl(self, command: str) -> Answer:
        for name, value in self.variables.items():
            command = re.sub(rf"\${name}\b", value, command)
        method, url, headers, body = _parsed(shlex.split(command)[1:])
        answer = self.client.send(
            method,
            urlsplit(url).path,
            body,
            caller=self._caller(headers),
            headers={name.lower(): value for name, value in headers.items()},
            query=dict(parse_qsl(urlsplit(url).query)),
        )
        for variable, field in (("KEY", "api_key"), ("ORDER", "id")):
            if answer.status == 201 and field in answer.json:
                self.variables[variable] = answer.json[field]
        return answer

    def _caller(self, headers: dict[str, str]) -> dict[str, str]:
        if headers["Authorization"] == OPERATOR:
            tenant_id = headers.get("X-Orderloom-Tenant", "")
            return {"role": "operator", "tenant_id": tenant_id}
        key = headers["Authorization"].removeprefix("Bearer ")
        tenant_id = self.client.container.tenants.tenant_of_key(key) or ""
        return {"role": "merchant", "tenant_id": tenant_id}


def _parsed(words: list[str]) -> tuple[str, str, dict[str, str], str | None]:
    method, url, headers, body = "GET", "", {}, None
    rest = iter(words)
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(rest)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        else:
            url = word
    return method, url, headers, body


def test_the_examples_are_answered_as_the_page_says() -> None:
    shell = Shell()
    assert len(EXAMPLES) == PAGE.count("\ncurl ") == 25
    for command, status in EXAMPLES:
        answer = shell.curl(command)
        assert (command, answer.status) == (command, int(status))


def test_the_page_tells_of_every_problem() -> None:
    kinds = [kind for kind in vars(problems).values() if isinstance(kind, Kind)]
    rows = re.findall(r"^\| (\d{3}) \| (.+?) \|", PAGE, re.MULTILINE)
    told = {(int(status), slug) for status, cell in rows for slug in re.findall(r"`(.+?)`", cell)}
    assert told == {(kind.status, kind.slug) for kind in kinds}
