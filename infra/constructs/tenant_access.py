"""What a function may do with the items of the one tenant it acts for."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

_TAG: Final = "tenant"
_ITS_ITEMS: Final = f"T#${{aws:PrincipalTag/{_TAG}}}#*"
"""The `#` behind the tenant keeps `acme` out of `acme-2`."""

_ON_INDEXES: Final = {"dynamodb:Query"}


class TenantAccess(Construct):
    """Exposes ``role``: assumed by one function, for one tenant at a time.

    A session has to name its tenant in a tag, and reaches that tenant's keys only. The
    function is told the role (``ORDERLOOM_TENANT_ROLE_ARN``) and may do nothing but assume it.
    Colleagues' roles cannot: each function has its own, with the actions it needs.
    """

    def __init__(
        self,
        function: lambda_.Function,
        *,
        actions: Sequence[str],
        tables: Sequence[str],
        indexes: Sequence[str],
    ) -> None:
        home = function.node.scope
        assert isinstance(home, Construct)  # noqa: S101 - narrows for mypy
        assert function.role is not None  # noqa: S101 - as above
        super().__init__(home, "TenantAccess")
        self.role = iam.Role(
            self,
            "Role",
            description="Items of the tenant that the session's tag names",
            assumed_by=_with_a_tenant(function.role),
        )
        self._allow(actions, tables)
        self._allow(sorted(_ON_INDEXES.intersection(actions)), indexes)
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["sts:AssumeRole", "sts:TagSession"], resources=[self.role.role_arn]
            )
        )
        function.add_environment("ORDERLOOM_TENANT_ROLE_ARN", self.role.role_arn)

    def _allow(self, actions: Sequence[str], resources: Sequence[str]) -> None:
        if actions:
            self.role.add_to_policy(
                iam.PolicyStatement(
                    actions=list(actions),
                    resources=list(resources),
                    conditions=only_keys(_ITS_ITEMS),
                )
            )


def only_keys(*patterns: str) -> dict[str, dict[str, list[str]]]:
    """The condition that every partition key a request names matches one of the patterns.

    True as well of a request that names none, as every ``ForAllValues``: so it holds only
    beside actions that always name one. Scan and PartiQL do not.
    """
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(patterns)}}


def _with_a_tenant(caller: iam.IRole) -> iam.IPrincipal:
    """The function's role, if it names a tenant, and nothing else, in the session's tags."""
    return iam.SessionTagsPrincipal(
        iam.ArnPrincipal(caller.role_arn).with_conditions(
            {
                "StringLike": {f"aws:RequestTag/{_TAG}": "?*"},
                "ForAllValues:StringEquals": {"aws:TagKeys": [_TAG]},
            }
        )
    )
