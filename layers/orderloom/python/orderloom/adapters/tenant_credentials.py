"""Credentials that reach one tenant's items and no others.

A session of the function's tenant-data role carries the tenant as a tag, and the role's policy
(infra/constructs/tenant_access.py) allows keys that start with `T#<that tag>#`. See
docs/decisions/0011-tenant-scoped-credentials.md.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.adapters.dynamodb.table import Credentials
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.identifiers import PLATFORM, TENANT_ID
from orderloom.errors import Misconfigured, NotFound
from orderloom.ports.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

TENANT_TAG = "tenant"

_SESSION = timedelta(hours=1)
"""As long as STS lets a session last whose caller is a session itself (role chaining)."""

_KEPT = timedelta(minutes=45)
"""An invocation lasts 15 minutes at most, so none sees its credentials expire."""

_MOST_TENANTS = 1024


class TenantCredentials:
    """One AssumeRole for a tenant in 45 minutes; none while its credentials are kept."""

    def __init__(
        self,
        role_arn: str | None,
        clock: Clock,
        *,
        most: int = _MOST_TENANTS,
        sts: "Callable[[], STSClient] | None" = None,
    ) -> None:
        self._role_arn = role_arn
        self._make_sts = sts or _client
        self._kept = ExpiringCache[str, Credentials](clock, lifetime=_KEPT, most=most)

    def of(self, tenant_id: str) -> Credentials:
        """The same object for as long as it is kept.

        Raises:
            NotFound: no tenant can have this id; STS is not asked.
            TransientError, Misconfigured: no credentials, and none other will do.
        """
        kept = self._kept.get(tenant_id)
        if kept is None:
            kept = self._assumed(tenant_id)
            self._kept.put(tenant_id, kept)
        return kept

    def _assumed(self, tenant_id: str) -> Credentials:
        # A tag's value becomes part of a pattern: nothing that means something in one may pass.
        if tenant_id != PLATFORM and not TENANT_ID.fullmatch(tenant_id):
            raise NotFound("tenant", "of this shape")
        if not self._role_arn:
            raise Misconfigured("this function has no role for tenants' data")
        with translated("AssumeRole"):
            answer = self._sts.assume_role(
                RoleArn=self._role_arn,
                RoleSessionName=tenant_id,
                DurationSeconds=int(_SESSION.total_seconds()),
                Tags=[{"Key": TENANT_TAG, "Value": tenant_id}],
            )
        given = answer["Credentials"]
        return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    @cached_property
    def _sts(self) -> "STSClient":
        return self._make_sts()


def _client() -> "STSClient":
    return boto3.client("sts", config=steady())
