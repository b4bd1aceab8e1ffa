"""JSON documents given to a command, in a file or on standard input."""

import json
import sys
from pathlib import Path
from typing import Any

from orderloom_cli.errors import NoSuchThing, UsageProblem


def read_json(source: str) -> dict[str, Any]:
    """The object in the file `source`; `-` is standard input."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
    except FileNotFoundError as exc:
        raise NoSuchThing(f"there is no file {source}") from exc
    except OSError as exc:
        raise UsageProblem(f"cannot read {source}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise UsageProblem(f"{source} is not UTF-8 text") from exc
    try:
        document = json.loads(text)
    except ValueError as exc:
        raise UsageProblem(f"{source} is not JSON: {exc}") from exc
    if not isinstance(document, dict):
        raise UsageProblem(f"{source} holds no JSON object")
    return document
