"""Deciding who calls: a merchant by its own key, or an operator, acting for a tenant."""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from orderloom.ports.tenants import TenantDirectory

_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_MERCHANT_KEY = re.compile(r"olk_[0-9A-HJKMNP-TV-Z]{32}")
_OPERATOR_KEY = re.compile(r"olo_[!-~]{32,128}")


class Role(StrEnum):
    MERCHANT = "merchant"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Grant:
    """Who calls. An operator's `tenant_id` is as asked for: nobody checked that it exists."""

    role: Role
    tenant_id: str | None


class Authorize:
    """`operator_key` gives the whole key, `olo_` included; asked for only when compared."""

    def __init__(self, *, tenants: TenantDirectory, operator_key: Callable[[], str]) -> None:
        self._tenants = tenants
        self._operator_key = operator_key

    def __call__(self, authorization: str, wanted_tenant: str | None) -> Grant | None:
        """None: nobody we know.

        Args:
            authorization: the header, `Bearer <key>`.
            wanted_tenant: whom an operator acts for; a merchant's key has its own tenant.

        Raises:
            TransientError: keys cannot be looked up now.
        """
        bearer = _BEARER.fullmatch(authorization.strip())
        key = bearer[1] if bearer else ""
        if _OPERATOR_KEY.fullmatch(key):
            if not hmac.compare_digest(key.encode(), self._operator_key().encode()):
                return None
            return Grant(Role.OPERATOR, wanted_tenant)
        if _MERCHANT_KEY.fullmatch(key):
            tenant_id = self._tenants.tenant_of_key(key)
            return Grant(Role.MERCHANT, tenant_id) if tenant_id is not None else None
        return None
