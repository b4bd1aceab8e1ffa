"""Invoked by operators: sweeps one connection by hand, and tells what sweeps found.

The operators' API may store credentials and never read them; this may, and has no address.
"""

from typing import Any

from orderloom.examination import answer
from orderloom.sweep_bootstrap import sweep_container


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return answer(event, sweep_container())
