"""Who calls, as the authorizer found out, and what that caller may do here."""

from collections.abc import Callable, Mapping
from typing import Any

from orderloom.http.container import ApiContainer
from orderloom.http.path_ids import tenant_id_from
from orderloom.http.problems import FORBIDDEN, TENANT_REQUIRED, Refused, refusal_naming
from orderloom.services.authorize import Role

TENANT_HEADER = "X-Orderloom-Tenant"

Admission = Callable[[Mapping[str, Any]], str]
"""From the authorizer's context to the tenant acted for. Raises Refused, NotFound."""


def merchants_and_their_operators(container: Callable[[], ApiContainer]) -> Admission:
    """A merchant acts for itself, an operator for an existing tenant it names."""

    def admit(context: Mapping[str, Any]) -> str:
        wanted = context.get("tenant_id") or ""
        match context.get("role"):
            case Role.MERCHANT if wanted:
                return str(wanted)
            case Role.OPERATOR if wanted:
                return container().tenants.tenant(tenant_id_from(str(wanted))).tenant_id
            case Role.OPERATOR:
                message = "An operator must name the tenant to act for."
                raise refusal_naming(TENANT_REQUIRED, TENANT_HEADER, message)
            case _:
                raise Refused(FORBIDDEN, "This key may not do that.")

    return admit


def operators_only(context: Mapping[str, Any]) -> str:
    """No tenant: the path names the one an operator speaks of."""
    if context.get("role") != Role.OPERATOR:
        raise Refused(FORBIDDEN, "Only operators may do that.")
    return ""
