"""JSON documents given to a command, in a file or on standard input."""

import json
import sys
from pathlib import Path
from typing import Any

from orderloom_cli.errors import NoSuchThingError, UsageError


def read_json(source: str) -> dict[str, Any]:
    """The object in the file `source`; `-` is standard input."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
    except FileNotFoundError as exc:
        raise NoSuchThingError(f"there is no file {source}") from exc
    except OSError as exc:
        raise UsageError(f"cannot read {source}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise UsageError(f"{source} is not UTF-8 text") from exc
    try:
        document = json.loads(text)
    except ValueError as exc:
        raise UsageError(f"{source} is not JSON: {exc}") from exc
    if not isinstance(document, dict):
        raise UsageError(f"{source} holds no JSON object")
    return document
