"""Reading a request's body: bounded, JSON, one object, no name twice."""

import base64
import json
import re
from typing import Any

from orderloom.http.problems import (
    MALFORMED_JSON,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    Refused,
    refusal_naming,
)

MAX_BODY_BYTES = 64 * 1024
"""Of the decoded body; the largest order allowed takes about a third of it."""

_JSON_TYPE = re.compile(r"application/(?:[a-z0-9.+-]*\+)?json", re.IGNORECASE)
_LONGEST_NUMBER = 20


def json_object(body: str | None, *, is_base64: bool, content_type: str | None) -> dict[str, Any]:
    """The body as a dictionary; an absent or empty body is refused as no JSON.

    Raises:
        Refused: too large, of another media type, or not one JSON object.
    """
    raw = raw_bytes(body, is_base64=is_base64)
    if content_type and not _JSON_TYPE.fullmatch(content_type.split(";")[0].strip()):
        raise refusal_naming(UNSUPPORTED_MEDIA_TYPE, "Content-Type", "Send application/json.")
    try:
        document = json.loads(
            # Decoded first: given bytes, json would also accept UTF-16 and UTF-32.
            raw.decode(),
            object_pairs_hook=_without_repeats,
            parse_int=_bounded_int,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as exc:
        raise Refused(MALFORMED_JSON, "The body is not valid JSON.") from exc
    if not isinstance(document, dict):
        raise Refused(MALFORMED_JSON, "The body is not a JSON object.")
    return document


def raw_bytes(body: str | None, *, is_base64: bool) -> bytes:
    """The decoded body. Raises Refused: too large, or not what its encoding says."""
    try:
        raw = base64.b64decode(body or "", validate=True) if is_base64 else (body or "").encode()
    except ValueError as exc:
        raise Refused(MALFORMED_JSON, "The body is not valid JSON.") from exc
    if len(raw) > MAX_BODY_BYTES:
        raise Refused(TOO_LARGE, f"The body may have {MAX_BODY_BYTES} bytes.")
    return raw


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values is meant cannot be known, and readers disagree."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused(MALFORMED_JSON, "The body names a field twice.")
    return fields


def _bounded_int(digits: str) -> int:
    # Python refuses to read thousands of digits; cut off, the number is still out of any
    # field's range, and the answer names the field.
    return int(digits[: _LONGEST_NUMBER + 1])


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
