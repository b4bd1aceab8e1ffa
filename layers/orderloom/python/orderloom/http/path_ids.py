"""Ids in paths: a malformed one names nothing, and never reaches a key of the table."""

import re
from collections.abc import Mapping

from orderloom.domain.identifiers import ORDER_ID, TENANT_ID
from orderloom.errors import InvalidRequest, NotFound

_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PROVIDER = re.compile(r"[a-z]{2,20}(\.[a-z0-9][a-z0-9-]{0,29})?")
_SECRET = re.compile(r"whs_[0-9A-HJKMNP-TV-Z]{12}")


def order_id_in(path: Mapping[str, str]) -> str:
    """Raises NotFound."""
    return _shaped("order", ORDER_ID, path["order_id"])


def known_sku_in(path: Mapping[str, str]) -> str:
    """Raises NotFound."""
    return _shaped("product", _SKU, path["sku"])


def new_sku_in(path: Mapping[str, str]) -> str:
    """Raises InvalidRequest: here the caller chooses the name."""
    sku = path["sku"]
    if not _SKU.fullmatch(sku):
        message = "must be 1 to 64 letters, digits, '.', '_' or '-', the first no sign"
        raise InvalidRequest(message, field="sku")
    return sku


def tenant_id_from(text: str) -> str:
    """Raises NotFound."""
    return _shaped("tenant", TENANT_ID, text)


def provider_in(path: Mapping[str, str]) -> str:
    """Raises NotFound."""
    return _shaped("provider", _PROVIDER, path["provider"])


def secret_id_in(path: Mapping[str, str]) -> str:
    """Raises NotFound."""
    return _shaped("signing secret", _SECRET, path["secret_id"])


def _shaped(kind: str, shape: re.Pattern[str], text: str) -> str:
    if not shape.fullmatch(text):
        raise NotFound(kind, "of this shape")
    return text
