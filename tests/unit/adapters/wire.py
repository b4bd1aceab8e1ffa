"""The simulator behind `requests`, without a socket."""

from dataclasses import dataclass, field
from io import BytesIO

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from tests.unit.simulator.harness import Harness


@dataclass
class SimulatorWire(BaseAdapter):
    """Takes calls to the simulator; those in `lost` take effect, and their answers get lost."""

    harness: Harness
    lost: list[tuple[str, str]] = field(default_factory=list)

    def send(  # type: ignore[override]  # the options are the transport's business
        self, request: requests.PreparedRequest, **_options: object
    ) -> requests.Response:
        method, path = str(request.method), str(request.path_url)
        headers, content = dict(request.headers), request.body
        answer = self.harness.call(method, path, headers=headers, content=content)
        for lost in self.lost:
            if lost[0] == method and path.endswith(lost[1].removesuffix("$")):
                self.lost.remove(lost)
                raise requests.ReadTimeout
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Nothing is open."""
