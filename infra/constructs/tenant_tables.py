"""Every table that tenants' data can be in: the pooled one, and isolated ones beside it."""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.table import Table
from infra.constructs.tenant_access import TenantAccess
from infra.stages import StageSettings


class TenantTables(Construct):
    """Exposes ``pooled``, which holds the tenant directory too, and ``isolated`` by name.

    All are alike: a tenant may be moved from any to any other.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, pooled: Table
    ) -> None:
        super().__init__(scope, construct_id)
        self.pooled = pooled
        self.isolated = {
            name: Table(self, camel_case(name), stage=stage) for name in stage.isolated_tables
        }

    @property
    def names(self) -> str:
        """JSON: the names tenants' profiles know isolated tables by, each with its table."""
        tables = {name: table.table.table_name for name, table in self.isolated.items()}
        return Stack.of(self).to_json_string(tables)

    @property
    def by_suffix(self) -> dict[str, Table]:
        """Every table, by what ends the names of constructs made for each: nothing, `SiloA`."""
        return {"": self.pooled} | {
            camel_case(name): table for name, table in self.isolated.items()
        }

    def grant(self, function: lambda_.Function, *, actions: Sequence[str]) -> None:
        """Allow exactly these actions on items of the tenant at hand, in whichever table.

        Not to the function itself: to the role it assumes for that tenant.
        """
        tables = (self.pooled, *self.isolated.values())
        access = TenantAccess(
            function,
            actions=actions,
            tables=[table.table.table_arn for table in tables],
            indexes=[arn for table in tables for arn in table.index_arns],
        )
        for table in tables:
            table.grant_key(access.role)


def camel_case(name: str) -> str:
    """``silo-a`` is ``SiloA``."""
    return "".join(word.capitalize() for word in name.split("-"))
