"""Labels as some accounts get them: metadata and images as parts of a form."""

import base64
import binascii
import json
from decimal import Decimal
from email.parser import BytesParser
from email.policy import HTTP

from orderloom.adapters.provider_http import Answer

MEDIA_TYPE = "multipart/form-data"


def read(content: bytes, content_type: str) -> Answer:
    """Parts by name, those of the JSON type parsed, images in base64, as in the JSON answer.

    Raises:
        ValueError: not such a form, or a part of it is not what it says.
    """
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + content)
    answer: Answer = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        raw = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(raw, bytes):
            continue
        if part.get_content_type() == "application/json":
            answer[name] = json.loads(raw, parse_float=Decimal)
        else:
            answer[name] = _in_base64(raw)
    return answer


def _in_base64(raw: bytes) -> str:
    """Images are documented to come in base64, whatever their part's headers say."""
    text = b"".join(raw.split())
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error:
        return base64.b64encode(raw).decode()
    return text.decode()
