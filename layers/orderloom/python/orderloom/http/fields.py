"""The kinds of fields a request may have, each bounded.

Messages never repeat what was sent: it may be personal or secret.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from orderloom.domain.currency import EXPONENTS
from orderloom.http.country import COUNTRIES

_FORBIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters (NUL, line feeds), lone surrogates, separators of lines and paragraphs."""

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_EMAIL_LENGTH = 254
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_WEB_LENGTH = 1000
_WEB = re.compile(rf"https?://[!-~]{{1,{_WEB_LENGTH - 8}}}")
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class OneLine:
    """One line of 1 to `maximum` characters after NFC normalisation, not only blanks."""

    maximum: int

    def __get_pydantic_core_schema__(
        self, source: type[str], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "minLength": 1, "maxLength": self.maximum}

    def _checked(self, value: str) -> str:
        value = unicodedata.normalize("NFC", value)
        if any(unicodedata.category(character) in _FORBIDDEN for character in value):
            raise PydanticCustomError("control_character", "must not hold control characters")
        if not value.strip():
            raise PydanticCustomError("blank", "must not be blank")
        if len(value) > self.maximum:
            limit = {"maximum": self.maximum}
            raise PydanticCustomError("too_long", "must have at most {maximum} characters", limit)
        return value


def _email(value: str) -> str:
    if len(value) > _EMAIL_LENGTH or not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "must be an e-mail address")
    return value


def _currency(value: str) -> str:
    if value not in EXPONENTS:
        raise PydanticCustomError("currency", "must be an ISO 4217 currency code, such as EUR")
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise PydanticCustomError(
            "country", "must be an ISO 3166-1 alpha-2 country code, such as DE"
        )
    return value


def _from_digits(value: object) -> int:
    """Query strings hold text; int() alone would also take ` 5 `, `1_0` and `٣`."""
    if not isinstance(value, str) or not _DIGITS.fullmatch(value):
        raise PydanticCustomError("int_type", "must be a whole number")
    return int(value)


def _instant(value: object) -> datetime:
    """One spelling of ISO 8601, as pydantic also takes Unix times and dates without a zone."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("instant", "must be a time such as 2026-11-21T12:00:00Z")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("instant", "there is no such time") from None


def _web_address(value: str) -> str:
    """Absolute and without credentials; what it leads to is the merchant's own affair."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = None
    if parts is None or not _WEB.fullmatch(value) or not parts.hostname or "@" in parts.netloc:
        raise PydanticCustomError("url", "must be an absolute https:// or http:// address")
    return value


Email = Annotated[
    str,
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": _EMAIL_LENGTH}),
]
WebAddress = Annotated[
    str,
    AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": _WEB_LENGTH}),
]
Currency = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})
]
Country = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
Sku = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
TenantId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{2,39}$")]
ProviderKey = Annotated[str, StringConstraints(pattern=r"^[!-~]{8,255}$")]
SigningSecret = Annotated[str, StringConstraints(pattern=r"^[!-~]{8,128}$")]
AccountId = Annotated[str, StringConstraints(pattern=r"^acct_[A-Za-z0-9]{1,64}$")]
CarrierId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
PageSize = Annotated[int, Field(ge=1, le=100), BeforeValidator(_from_digits)]
