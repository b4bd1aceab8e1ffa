"""Everything the commands about whole tenants work with, for one deployment."""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.domain.placement import POOLED

from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.ports import Timer
from orderloom_cli.dlq.workbench import SystemTimer
from orderloom_cli.errors import NoSuchThingError
from orderloom_cli.tenancy.claims import Claims
from orderloom_cli.tenancy.dynamodb_directory import DynamoDirectory
from orderloom_cli.tenancy.dynamodb_items import DynamoItems
from orderloom_cli.tenancy.items import Item, Sum
from orderloom_cli.tenancy.mover import Mover
from orderloom_cli.tenancy.moves import Pace
from orderloom_cli.tenancy.plan import Plan, planned

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Office:
    """`homes`: every home's name with its table, the pooled one first."""

    client: "DynamoDBClient"
    homes: dict[str, str]
    pace: Pace
    timer: Timer

    @classmethod
    def of(cls, deployment: Deployment, *, freeze_limit: float = 300) -> "Office":
        isolated: dict[str, str] = json.loads(deployment.output("IsolatedTables"))
        return cls(
            client=deployment.aws.dynamodb,
            homes={POOLED: deployment.output("TableName"), **isolated},
            pace=Pace(
                profile_cache=float(deployment.output("ProfileCacheSeconds")),
                function_timeout=float(deployment.output("FunctionTimeoutSeconds")),
                freeze_limit=freeze_limit,
            ),
            timer=SystemTimer(),
        )

    @cached_property
    def directory(self) -> DynamoDirectory:
        return DynamoDirectory(self.client, self.homes[POOLED])

    @cached_property
    def items(self) -> DynamoItems:
        return DynamoItems(self.client, self.homes, self.timer.sleep)

    def move(
        self,
        tenants: Sequence[str],
        target: str,
        *,
        resume: bool,
        segments: int,
        tell: Callable[[str], None],
    ) -> dict[str, Sum]:
        """Counts and checksums of the tenants that were moved by this run."""
        claims = self._claims(target)
        begin = claims.resume if resume else claims.begin
        mover = Mover(self.items, self.directory, self.timer, self.pace, tell, segments)
        return mover.run(begin(list(dict.fromkeys(tenants)), target, self.timer.now()))

    def everything(self, tenant_id: str) -> Iterator[Item]:
        """Profile and connections, then all other items. Raises NoSuchThingError."""
        home = self.directory.find(tenant_id).home
        yield from self.items.directory_entries(tenant_id)
        for page in self.items.pages(home, [tenant_id], segment=(0, 1), consistent=False):
            yield from page

    def plan(self, tenants: Sequence[str], target: str) -> list[Plan]:
        """What moving would take; reads each source once, changes nothing."""
        waiting = self._claims(target).to_begin(list(dict.fromkeys(tenants)), target)
        return planned(self.items, self.directory, self.pace, waiting, target)

    def _claims(self, target: str) -> Claims:
        if target not in self.homes:
            known = ", ".join(self.homes)
            raise NoSuchThingError(f"there is no table {target}; there are: {known}")
        return Claims(
            self.directory, self.pace, owner=uuid.uuid4().hex, move_id=f"mov_{uuid.uuid4().hex}"
        )
